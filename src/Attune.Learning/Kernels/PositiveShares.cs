using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Learning.Kernels;

/// <summary>Scores taken as shares of the best: what a blend adds up.</summary>
/// <remarks>Only finite scores above 0 count; all others, NaN and the infinities among them, are as if they were 0.</remarks>
static class PositiveShares
{
    /// <summary>The best score that counts; 0 where none does.</summary>
    public static float Best(ReadOnlySpan<float> scores)
    {
        ref var first = ref MemoryMarshal.GetReference(scores);
        var (best, i) = (Vector<float>.Zero, 0);
        for (; i + Vector<float>.Count <= scores.Length; i += Vector<float>.Count)
        {
            best = Vector.Max(best, Counted(Vector.LoadUnsafe(ref first, (nuint)i)));
        }

        var most = 0f;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            most = MathF.Max(most, best[lane]);
        }

        return MathF.Max(most, ScalarBest(scores[i..]));
    }

    /// <summary>The definition of <see cref="Best"/>.</summary>
    internal static float ScalarBest(ReadOnlySpan<float> scores)
    {
        var best = 0f;
        foreach (var score in scores)
        {
            best = MathF.Max(best, Counted(score));
        }

        return best;
    }

    /// <summary>total += weight · score / best, element by element.</summary>
    /// <param name="scores">As given to <see cref="Best"/>.</param>
    /// <param name="best">Above 0.</param>
    /// <param name="weight">Above 0.</param>
    /// <param name="total">As long as <paramref name="scores"/>.</param>
    public static void Add(ReadOnlySpan<float> scores, float best, float weight, Span<float> total)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(total.Length, scores.Length);
        ref var from = ref MemoryMarshal.GetReference(scores);
        ref var to = ref MemoryMarshal.GetReference(total);
        var (bests, weights, i) = (new Vector<float>(best), new Vector<float>(weight), 0);
        for (; i + Vector<float>.Count <= scores.Length; i += Vector<float>.Count)
        {
            // Divided first: the best may be so small that weight over it would be infinite.
            var share = Counted(Vector.LoadUnsafe(ref from, (nuint)i)) / bests;
            (Vector.LoadUnsafe(ref to, (nuint)i) + (share * weights)).StoreUnsafe(ref to, (nuint)i);
        }

        ScalarAdd(scores[i..], best, weight, total[i..]);
    }

    /// <summary>The definition of <see cref="Add"/>.</summary>
    internal static void ScalarAdd(ReadOnlySpan<float> scores, float best, float weight, Span<float> total)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            total[i] += Counted(scores[i]) / best * weight;
        }
    }

    static float Counted(float score) => score > 0 && score <= float.MaxValue ? score : 0;

    // A comparison with NaN is false, so NaN leaves with what is not above 0.
    static Vector<float> Counted(Vector<float> scores)
    {
        var counts = Vector.GreaterThan(scores, Vector<float>.Zero) & Vector.LessThanOrEqual(scores, new Vector<float>(float.MaxValue));
        return Vector.ConditionalSelect(counts, scores, Vector<float>.Zero);
    }
}
