using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>Which of 64 items may score what is needed, by an upper bound on their scores.</summary>
/// <remarks>
/// <b>Computes.</b> Bit i is set unless (tᵢ − offset)·level + restᵢ·weight is below the least score needed; a bound that is not a
/// number sets it. The product is rounded once or twice, according to the machine: the caller's least leaves room for that.
/// </remarks>
static class ScoreBounds
{
    const int Width = 16;

    /// <summary>The mask of the items to look at.</summary>
    /// <param name="sums">t: of <see cref="QuantizedProducts"/>, 64.</param>
    /// <param name="offset">What is in every sum and in no score.</param>
    /// <param name="level">What 1 of a sum is worth.</param>
    /// <param name="rests">64 lengths of what the sums do not hold.</param>
    /// <param name="weight">The user's part of that.</param>
    /// <param name="least">The bound to reach.</param>
    public static ulong Reaching(ReadOnlySpan<int> sums, int offset, float level, ReadOnlySpan<float> rests, float weight, float least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sums.Length, QuantizedProducts.BlockItems);
        ArgumentOutOfRangeException.ThrowIfLessThan(rests.Length, QuantizedProducts.BlockItems);
        ref var t = ref MemoryMarshal.GetReference(sums);
        ref var r = ref MemoryMarshal.GetReference(rests);
        var reaching = 0UL;
        for (var i = 0; i < QuantizedProducts.BlockItems; i += Width)
        {
            var product = Vector512.ConvertToSingle(Vector512.LoadUnsafe(ref t, (nuint)i) - Vector512.Create(offset)) * Vector512.Create(level);
            var bound = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref r, (nuint)i), Vector512.Create(weight), product);
            var below = Vector512.LessThan(bound, Vector512.Create(least)).ExtractMostSignificantBits();
            reaching |= (~below & 0xFFFF) << i;
        }

        return reaching;
    }

    /// <summary>The definition.</summary>
    internal static ulong Scalar(ReadOnlySpan<int> sums, int offset, float level, ReadOnlySpan<float> rests, float weight, float least)
    {
        var reaching = 0UL;
        for (var i = 0; i < QuantizedProducts.BlockItems; i++)
        {
            reaching |= ((sums[i] - offset) * level) + (rests[i] * weight) < least ? 0 : 1UL << i;
        }

        return reaching;
    }
}
