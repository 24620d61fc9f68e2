using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Learning.Kernels;

/// <summary>The inner products of 64 quantised item vectors with one quantised user vector, in whole numbers.</summary>
/// <remarks>
/// <para><b>Layout.</b> A block of 64 items: for each group of 4 factors, 64 × 4 bytes, item after item. An item's byte is its
/// quantised factor (−127 to 127) plus <see cref="ItemOffset"/>: the machine multiplies unsigned by signed bytes. The user is
/// 4 signed bytes a group: −127 to 127 with VNNI, and −63 to 63 without, so that the sum of two products (at most
/// 2·255·63 = 32 130) fits 16 bits.</para>
/// <para><b>Computes.</b> tᵢ += Σⱼ (itemᵢⱼ + 128)·userⱼ; the caller takes off 128·Σⱼ userⱼ, the same for every item.</para>
/// <para><b>Numerics.</b> Exact: all forms give the same whole numbers.</para>
/// <para><b>Layout of the loop.</b> Eight accumulators of eight 32-bit sums; each group's 4 user bytes are repeated over a
/// vector once and meet eight vectors of 8 items × 4 factors.</para>
/// </remarks>
static class QuantizedProducts
{
    /// <summary>Items in a block.</summary>
    public const int BlockItems = 64;

    /// <summary>Factors whose bytes lie together.</summary>
    public const int GroupFactors = 4;

    /// <summary>What is added to an item's quantised factor so that its byte has no sign.</summary>
    public const int ItemOffset = 128;

    /// <summary>Largest size of a quantised item factor.</summary>
    public const int ItemLevels = 127;

    /// <summary>Largest size of a quantised user factor: VNNI adds up in 32 bits, its stand-in two products in 16.</summary>
    public static int UserLevels => AvxVnni.IsSupported ? 127 : 63;

    const int BlockBytesAGroup = BlockItems * GroupFactors;

    /// <summary>Adds to the 64 sums of one block.</summary>
    /// <param name="block">[groups × 64 × 4] bytes.</param>
    /// <param name="user">[groups × 4] signed bytes.</param>
    /// <param name="sums">64 numbers.</param>
    public static void Add(ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> user, Span<int> sums)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, user.Length * BlockItems);
        ArgumentOutOfRangeException.ThrowIfLessThan(sums.Length, BlockItems);
        if (Avx2.IsSupported)
        {
            Wide(block, user, sums);
        }
        else
        {
            Scalar(block, user, sums);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> user, Span<int> sums)
    {
        for (var item = 0; item < BlockItems; item++)
        {
            var sum = 0;
            for (var j = 0; j < user.Length; j++)
            {
                var group = j / GroupFactors;
                sum += block[(group * BlockBytesAGroup) + (item * GroupFactors) + (j % GroupFactors)] * user[j];
            }

            sums[item] += sum;
        }
    }

    /// <summary>Needs AVX2; one instruction does four products an item where the machine has VNNI.</summary>
    internal static void Wide(ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> user, Span<int> sums)
    {
        ref var totals = ref MemoryMarshal.GetReference(sums);
        var sum0 = Vector256.LoadUnsafe(ref totals);
        var sum1 = Vector256.LoadUnsafe(ref totals, 8);
        var sum2 = Vector256.LoadUnsafe(ref totals, 16);
        var sum3 = Vector256.LoadUnsafe(ref totals, 24);
        var sum4 = Vector256.LoadUnsafe(ref totals, 32);
        var sum5 = Vector256.LoadUnsafe(ref totals, 40);
        var sum6 = Vector256.LoadUnsafe(ref totals, 48);
        var sum7 = Vector256.LoadUnsafe(ref totals, 56);
        ref var items = ref MemoryMarshal.GetReference(block);
        foreach (var group in MemoryMarshal.Cast<sbyte, int>(user))
        {
            var repeated = Vector256.Create(group).AsSByte();
            sum0 = MultiplyAdd(sum0, Vector256.LoadUnsafe(ref items), repeated);
            sum1 = MultiplyAdd(sum1, Vector256.LoadUnsafe(ref items, 32), repeated);
            sum2 = MultiplyAdd(sum2, Vector256.LoadUnsafe(ref items, 64), repeated);
            sum3 = MultiplyAdd(sum3, Vector256.LoadUnsafe(ref items, 96), repeated);
            sum4 = MultiplyAdd(sum4, Vector256.LoadUnsafe(ref items, 128), repeated);
            sum5 = MultiplyAdd(sum5, Vector256.LoadUnsafe(ref items, 160), repeated);
            sum6 = MultiplyAdd(sum6, Vector256.LoadUnsafe(ref items, 192), repeated);
            sum7 = MultiplyAdd(sum7, Vector256.LoadUnsafe(ref items, 224), repeated);
            items = ref Unsafe.Add(ref items, BlockBytesAGroup);
        }

        sum0.StoreUnsafe(ref totals);
        sum1.StoreUnsafe(ref totals, 8);
        sum2.StoreUnsafe(ref totals, 16);
        sum3.StoreUnsafe(ref totals, 24);
        sum4.StoreUnsafe(ref totals, 32);
        sum5.StoreUnsafe(ref totals, 40);
        sum6.StoreUnsafe(ref totals, 48);
        sum7.StoreUnsafe(ref totals, 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<byte> items, Vector256<sbyte> user) =>
        AvxVnni.IsSupported
            ? AvxVnni.MultiplyWideningAndAdd(sum, items, user)
            : sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(items, user), Vector256.Create((short)1));
}
