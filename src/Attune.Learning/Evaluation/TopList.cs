using System.Numerics;

namespace Attune.Learning.Evaluation;

/// <summary>The k items of highest score, best first; equal scores by lower item index.</summary>
/// <remarks>
/// Items of score −∞ or NaN are left out. One pass, a vector at a time against the worst score kept: O(items), and an
/// insertion for each of the about k·ln(items / k) items that get in.
/// </remarks>
static class TopList
{
    /// <summary>Writes the list and says how long it is.</summary>
    internal static int Take(ReadOnlySpan<float> scores, Span<int> best, Span<float> bestScores)
    {
        var (count, item, width) = (0, 0, Vector<float>.Count);
        for (; item < scores.Length && count < best.Length; item++)
        {
            if (scores[item] > float.NegativeInfinity)
            {
                Insert(scores[item], item, best, bestScores, ref count);
            }
        }

        for (; item <= scores.Length - width; item += width)
        {
            if (Vector.GreaterThanAny(new Vector<float>(scores[item..]), new Vector<float>(bestScores[^1])))
            {
                TakeWhere(scores, item, item + width, best, bestScores, ref count);
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
