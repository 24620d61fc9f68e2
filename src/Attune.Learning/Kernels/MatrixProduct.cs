using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>Many rows times one square matrix: C = A·B, as a change of basis needs it.</summary>
/// <remarks>
/// <para><b>Shapes.</b> A and C: [rows × n], row-major. B: [n × n], row-major. C overlaps neither.</para>
/// <para><b>Numerics.</b> Every element is added up over k in order; the forms differ only by fused rounding.</para>
/// <para><b>Layout of the loop.</b> Tiles of 4 rows × 64 columns of C stay in 16 registers while k runs: each turn loads four
/// vectors of B, and each is used four times. Blocks of columns are outermost, so that their part of B (n × 64, 32 KiB at
/// n = 128) stays in the first cache. What does not fill a tile is done a row at a time by <see cref="RowSum"/>.</para>
/// </remarks>
static class MatrixProduct
{
    const int TileRows = 4;
    const int TileColumns = 64;

    public static void Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int n, Span<float> c)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, n * n);
        ArgumentOutOfRangeException.ThrowIfNotEqual(c.Length, a.Length);
        var rows = a.Length / n;
        var tiled = Vector512.IsHardwareAccelerated && n % TileColumns == 0 ? rows - (rows % TileRows) : 0;
        if (tiled > 0)
        {
            Wide(a[..(tiled * n)], b, n, c[..(tiled * n)]);
        }

        c[(tiled * n)..].Clear();
        for (var row = tiled; row < rows; row++)
        {
            RowSum.Add(b[..(n * n)], a.Slice(row * n, n), c.Slice(row * n, n));
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int n, Span<float> c)
    {
        c.Clear();
        for (var row = 0; row < a.Length / n; row++)
        {
            RowSum.Scalar(b, a.Slice(row * n, n), c.Slice(row * n, n));
        }
    }

    /// <summary>Whole tiles only: a multiple of 4 rows, n a multiple of 64.</summary>
    internal static void Wide(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int n, Span<float> c)
    {
        var rows = a.Length / n;
        for (var column = 0; column < n; column += TileColumns)
        {
            for (var row = 0; row < rows; row += TileRows)
            {
                Tile(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(a), (nint)row * n),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(b), column),
                    n,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(c), ((nint)row * n) + column));
            }
        }
    }

    static void Tile(ref float a, ref float b, int n, ref float c)
    {
        var (c00, c01, c02, c03) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c10, c11, c12, c13) = (c00, c00, c00, c00);
        var (c20, c21, c22, c23) = (c00, c00, c00, c00);
        var (c30, c31, c32, c33) = (c00, c00, c00, c00);
        for (var k = 0; k < n; k++)
        {
            var b0 = Vector512.LoadUnsafe(ref b);
            var b1 = Vector512.LoadUnsafe(ref b, 16);
            var b2 = Vector512.LoadUnsafe(ref b, 32);
            var b3 = Vector512.LoadUnsafe(ref b, 48);

            var a0 = Vector512.Create(Unsafe.Add(ref a, k));
            c00 = Vector512.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(a0, b1, c01);
            c02 = Vector512.FusedMultiplyAdd(a0, b2, c02);
            c03 = Vector512.FusedMultiplyAdd(a0, b3, c03);

            var a1 = Vector512.Create(Unsafe.Add(ref a, k + n));
            c10 = Vector512.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(a1, b1, c11);
            c12 = Vector512.FusedMultiplyAdd(a1, b2, c12);
            c13 = Vector512.FusedMultiplyAdd(a1, b3, c13);

            var a2 = Vector512.Create(Unsafe.Add(ref a, k + (2 * n)));
            c20 = Vector512.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(a2, b1, c21);
            c22 = Vector512.FusedMultiplyAdd(a2, b2, c22);
            c23 = Vector512.FusedMultiplyAdd(a2, b3, c23);

            var a3 = Vector512.Create(Unsafe.Add(ref a, k + (3 * n)));
            c30 = Vector512.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(a3, b1, c31);
            c32 = Vector512.FusedMultiplyAdd(a3, b2, c32);
            c33 = Vector512.FusedMultiplyAdd(a3, b3, c33);

            b = ref Unsafe.Add(ref b, n);
        }

        Store(c00, c01, c02, c03, ref c);
        Store(c10, c11, c12, c13, ref Unsafe.Add(ref c, n));
        Store(c20, c21, c22, c23, ref Unsafe.Add(ref c, 2 * n));
        Store(c30, c31, c32, c33, ref Unsafe.Add(ref c, 3 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, ref float to)
    {
        v0.StoreUnsafe(ref to);
        v1.StoreUnsafe(ref to, 16);
        v2.StoreUnsafe(ref to, 32);
        v3.StoreUnsafe(ref to, 48);
    }
}
