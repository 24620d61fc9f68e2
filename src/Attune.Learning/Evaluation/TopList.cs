using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Evaluation;

/// <summary>The k items of highest score, best first; equal scores by lower item index.</summary>
/// <remarks>
/// Items of score −∞ or NaN are left out. One pass, a vector at a time against the worst score kept: O(items), and an
/// insertion for each of the about k·ln(items / k) items that get in.
/// </remarks>
static class TopList
{
    const int Width = 16;

    /// <summary>Writes the list and says how long it is.</summary>
    internal static int Take(ReadOnlySpan<float> scores, Span<int> best, Span<float> bestScores)
    {
        var (count, item) = (0, 0);
        for (; item < scores.Length && count < best.Length; item++)
        {
            if (scores[item] > float.NegativeInfinity)
            {
                Insert(scores[item], item, best, bestScores, ref count);
            }
        }

        ref var start = ref MemoryMarshal.GetReference(scores);
        var least = count > 0 ? Vector512.Create(bestScores[count - 1]) : default;
        for (; item <= scores.Length - Width; item += Width)
        {
            if (Vector512.GreaterThanAny(Vector512.LoadUnsafe(ref start, (nuint)item), least))
            {
                TakeWhere(scores, item, item + Width, best, bestScores, ref count);
                least = Vector512.Create(bestScores[count - 1]);
            }
        }

        TakeWhere(scores, item, scores.Length, best, bestScores, ref count);
        return count;
    }

    static void TakeWhere(ReadOnlySpan<float> scores, int from, int to, Span<int> best, Span<float> bestScores, ref int count)
    {
        for (var item = from; item < to; item++)
        {
            if (scores[item] > bestScores[^1])
            {
                Insert(scores[item], item, best, bestScores, ref count);
            }
        }
    }

    // Items come by ascending index, so one that equals a score kept goes behind it.
    static void Insert(float score, int item, Span<int> best, Span<float> bestScores, ref int count)
    {
        var place = count < best.Length ? count++ : count - 1;
        for (; place > 0 && bestScores[place - 1] < score; place--)
        {
            (best[place], bestScores[place]) = (best[place - 1], bestScores[place - 1]);
        }

        (best[place], bestScores[place]) = (item, score);
    }
}
