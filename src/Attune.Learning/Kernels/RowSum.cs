using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>A weighted sum of rows: q += Σᵢ tᵢ·yᵢ.</summary>
/// <remarks>
/// <para><b>Shapes.</b> Y: [rows × n], row-major, rows = t's length, n = q's length. q overlaps neither.</para>
/// <para><b>Numerics.</b> Every element is added up over the rows in their order; the forms differ only by fused rounding.</para>
/// <para><b>Layout of the loop.</b> 64 columns at a time live in four registers while all rows pass; then 16 columns; then
/// the tail of fewer, scalar. So q is read and written once.</para>
/// </remarks>
static class RowSum
{
    public static void Add(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> q)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, t.Length * q.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(y, t, q);
            return;
        }

        for (var row = 0; row < t.Length; row++)
        {
            ScaledAddition.Add(t[row], y.Slice(row * q.Length, q.Length), q);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> q)
    {
        for (var row = 0; row < t.Length; row++)
        {
            ScaledAddition.Scalar(t[row], y.Slice(row * q.Length, q.Length), q);
        }
    }

    internal static void Wide(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> q)
    {
        const int width = 16;
        var n = q.Length;
        ref var qs = ref MemoryMarshal.GetReference(q);
        ref var ts = ref MemoryMarshal.GetReference(t);
        var j = 0;

        for (; j + (4 * width) <= n; j += 4 * width)
        {
            ref var ys = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), j);
            var sum0 = Vector512.LoadUnsafe(ref qs, (nuint)j);
            var sum1 = Vector512.LoadUnsafe(ref qs, (nuint)(j + width));
            var sum2 = Vector512.LoadUnsafe(ref qs, (nuint)(j + (2 * width)));
            var sum3 = Vector512.LoadUnsafe(ref qs, (nuint)(j + (3 * width)));
            for (var row = 0; row < t.Length; row++)
            {
                var weight = Vector512.Create(Unsafe.Add(ref ts, row));
                sum0 = Vector512.FusedMultiplyAdd(weight, Vector512.LoadUnsafe(ref ys), sum0);
                sum1 = Vector512.FusedMultiplyAdd(weight, Vector512.LoadUnsafe(ref ys, width), sum1);
                sum2 = Vector512.FusedMultiplyAdd(weight, Vector512.LoadUnsafe(ref ys, 2 * width), sum2);
                sum3 = Vector512.FusedMultiplyAdd(weight, Vector512.LoadUnsafe(ref ys, 3 * width), sum3);
                ys = ref Unsafe.Add(ref ys, n);
            }

            sum0.StoreUnsafe(ref qs, (nuint)j);
            sum1.StoreUnsafe(ref qs, (nuint)(j + width));
            sum2.StoreUnsafe(ref qs, (nuint)(j + (2 * width)));
            sum3.StoreUnsafe(ref qs, (nuint)(j + (3 * width)));
        }

        for (; j + width <= n; j += width)
        {
            ref var ys = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), j);
            var sum = Vector512.LoadUnsafe(ref qs, (nuint)j);
            for (var row = 0; row < t.Length; row++)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref ts, row)), Vector512.LoadUnsafe(ref ys), sum);
                ys = ref Unsafe.Add(ref ys, n);
            }

            sum.StoreUnsafe(ref qs, (nuint)j);
        }

        for (var row = 0; row < t.Length; row++)
        {
            ScaledAddition.Scalar(t[row], y.Slice((row * n) + j, n - j), q[j..]);
        }
    }
}
