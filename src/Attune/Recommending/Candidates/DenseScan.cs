using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Recommending.Candidates;

/// <summary>The best allowed items of a dense array of scores by ordinal.</summary>
/// <remarks>A word of 64 items is passed over where none is allowed or none is above the bar; so once the best have been met
/// the scan runs at the width of a vector.</remarks>
static class DenseScan
{
    public static void Offer(ReadOnlySpan<float> scores, AllowedItems allowed, ref BestItems best)
    {
        var words = allowed.Words;
        for (var w = 0; w < words.Length && w * 64 < scores.Length; w++)
        {
            var block = scores.Slice(w * 64, Math.Min(64, scores.Length - (w * 64)));
            if (words[w] == 0 || !AnyAbove(block, best.Bar))
            {
                continue;
            }

            for (var left = words[w]; left != 0; left &= left - 1)
            {
                var i = BitOperations.TrailingZeroCount(left);
                if (i < block.Length && block[i] > best.Bar)
                {
                    best.Offer((w * 64) + i, block[i]);
                }
            }
        }
    }

    static bool AnyAbove(ReadOnlySpan<float> block, float bar)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(block);
        var bars = new Vector<float>(bar);
        foreach (var values in wide)
        {
            if (Vector.GreaterThanAny(values, bars))
            {
                return true;
            }
        }

        foreach (var value in block[(wide.Length * Vector<float>.Count)..])
        {
            if (value > bar)
            {
                return true;
            }
        }

        return false;
    }
}
