using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Learning.Kernels;

/// <summary>The inner products of many rows with one vector: tᵢ = yᵢ·x.</summary>
/// <remarks>
/// <para><b>Shapes.</b> Y: [rows × n], row-major, rows = t's length, n = x's length.</para>
/// <para><b>Numerics.</b> As <see cref="DotProduct"/>.</para>
/// <para><b>Layout of the loop.</b> Four rows at a time share each load of x. Their four accumulators are then added up
/// together: two rounds of pairing leave one vector that holds all four sums, which takes a quarter of the shuffles.</para>
/// </remarks>
static class RowProducts
{
    public static void Of(ReadOnlySpan<float> y, ReadOnlySpan<float> x, Span<float> t)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, t.Length * x.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(y, x, t);
            return;
        }

        for (var row = 0; row < t.Length; row++)
        {
            t[row] = DotProduct.Of(y.Slice(row * x.Length, x.Length), x);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(ReadOnlySpan<float> y, ReadOnlySpan<float> x, Span<float> t)
    {
        for (var row = 0; row < t.Length; row++)
        {
            t[row] = DotProduct.Scalar(y.Slice(row * x.Length, x.Length), x);
        }
    }

    internal static void Wide(ReadOnlySpan<float> y, ReadOnlySpan<float> x, Span<float> t)
    {
        const int width = 16;
        var n = x.Length;
        var whole = n - (n % width);
        ref var xs = ref MemoryMarshal.GetReference(x);
        var row = 0;

        for (; row + 4 <= t.Length; row += 4)
        {
            ref var y0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), (nint)row * n);
            ref var y1 = ref Unsafe.Add(ref y0, n);
            ref var y2 = ref Unsafe.Add(ref y1, n);
            ref var y3 = ref Unsafe.Add(ref y2, n);
            var (sum0, sum1, sum2, sum3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            for (var j = 0; j < whole; j += width)
            {
                var part = Vector512.LoadUnsafe(ref xs, (nuint)j);
                sum0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref y0, (nuint)j), part, sum0);
                sum1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref y1, (nuint)j), part, sum1);
                sum2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref y2, (nuint)j), part, sum2);
                sum3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref y3, (nuint)j), part, sum3);
            }

            var sums = SumEach(sum0, sum1, sum2, sum3);
            for (var j = whole; j < n; j++)
            {
                sums += Unsafe.Add(ref xs, j)
                    * Vector128.Create(Unsafe.Add(ref y0, j), Unsafe.Add(ref y1, j), Unsafe.Add(ref y2, j), Unsafe.Add(ref y3, j));
            }

            sums.CopyTo(t.Slice(row, 4));
        }

        for (; row < t.Length; row++)
        {
            t[row] = DotProduct.Wide(y.Slice(row * n, n), x);
        }
    }

    /// <summary>The four vectors' sums, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> SumEach(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var low = Pairs(Quarter(a), Quarter(b));
        var high = Pairs(Quarter(c), Quarter(d));
        return Pairs(low, high);
    }

    /// <summary>Neighbours added up: (x₀ + x₁, x₂ + x₃, y₀ + y₁, y₂ + y₃).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Pairs(Vector128<float> x, Vector128<float> y) =>
        Sse3.IsSupported
            ? Sse3.HorizontalAdd(x, y)
            : Vector128.Create(x[0] + x[1], x[2] + x[3], y[0] + y[1], y[2] + y[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Quarter(Vector512<float> v)
    {
        var half = v.GetLower() + v.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
