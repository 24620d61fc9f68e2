using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>A matrix packed for one purpose: the inner products of all its rows with many vectors, C = X·Yᵀ.</summary>
/// <remarks>
/// <para><b>Layout.</b> Y: [rows × n] is cut into panels of 64 rows; a panel holds, for each column k, its 64 numbers side by
/// side, and so is read once from front to back. The last panel is filled up with rows of zeros.</para>
/// <para><b>Numerics.</b> Every product is added up over k in order, whatever stands beside it: a vector's products do not
/// depend on which others are asked for with it. The forms differ only by fused rounding.</para>
/// <para><b>Layout of the loop.</b> Tiles of 6 vectors × 64 rows stay in 24 registers while k runs: a turn loads four vectors of
/// Y, each used six times. Panels are outermost, so that one (n × 64 numbers) stays in the near caches for all vectors.</para>
/// <para><b>Memory.</b> One copy of Y. <b>Concurrency.</b> Immutable.</para>
/// </remarks>
sealed class RowPanels
{
    const int PanelRows = 64;
    const int TileVectors = 6;

    readonly float[][] _panels;
    readonly int _columns;

    /// <summary>Packs rows × columns numbers, row-major.</summary>
    public RowPanels(ReadOnlySpan<float> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, rows * columns);
        (Rows, _columns) = (rows, columns);
        _panels = new float[(rows + PanelRows - 1) / PanelRows][];
        for (var panel = 0; panel < _panels.Length; panel++)
        {
            var packed = _panels[panel] = new float[PanelRows * columns];
            var first = panel * PanelRows;
            for (var row = first; row < Math.Min(rows, first + PanelRows); row++)
            {
                var from = values.Slice(row * columns, columns);
                for (var k = 0; k < columns; k++)
                {
                    packed[(k * PanelRows) + row - first] = from[k];
                }
            }
        }
    }

    /// <summary>Rows of Y.</summary>
    public int Rows { get; }

    /// <summary>Writes C.</summary>
    /// <param name="x">Vectors of Y's columns each, one after the other.</param>
    /// <param name="products">A row of <see cref="Rows"/> numbers for each vector.</param>
    public void Multiply(ReadOnlySpan<float> x, Span<float> products)
    {
        var vectors = x.Length / _columns;
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, vectors * _columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, vectors * Rows);
        Span<float> last = stackalloc float[TileVectors * PanelRows];
        for (var panel = 0; panel < _panels.Length; panel++)
        {
            var (first, packed) = (panel * PanelRows, _panels[panel]);
            var whole = Rows - first >= PanelRows;
            for (var vector = 0; vector < vectors;)
            {
                var count = vectors - vector >= TileVectors ? TileVectors : 1;
                var tile = x.Slice(vector * _columns, count * _columns);
                var to = products.Slice((vector * Rows) + first, ((count - 1) * Rows) + Math.Min(PanelRows, Rows - first));
                if (whole)
                {
                    Tile(packed, tile, to, Rows);
                }
                else
                {
                    Tile(packed, tile, last, PanelRows);
                    for (var n = 0; n < count; n++)
                    {
                        last.Slice(n * PanelRows, Rows - first).CopyTo(to[(n * Rows)..]);
                    }
                }

                vector += count;
            }
        }
    }

    void Tile(float[] packed, ReadOnlySpan<float> x, Span<float> c, int stride)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            for (var n = 0; n < x.Length / _columns; n++)
            {
                Narrow(packed, x.Slice(n * _columns, _columns), c.Slice(n * stride, PanelRows));
            }
        }
        else if (x.Length == _columns)
        {
            Wide1(ref MemoryMarshal.GetArrayDataReference(packed), x, ref MemoryMarshal.GetReference(c));
        }
        else
        {
            Wide6(ref MemoryMarshal.GetArrayDataReference(packed), ref MemoryMarshal.GetReference(x), _columns, ref MemoryMarshal.GetReference(c), stride);
        }
    }

    /// <summary>One vector, 32 rows at a time: whatever width the machine has.</summary>
    static void Narrow(ReadOnlySpan<float> packed, ReadOnlySpan<float> x, Span<float> c)
    {
        for (var row = 0; row < PanelRows; row += 32)
        {
            ref var y = ref Unsafe.Add(ref MemoryMarshal.GetReference(packed), row);
            var (c0, c1, c2, c3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            foreach (var value in x)
            {
                var a = Vector256.Create(value);
                c0 = Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref y), c0);
                c1 = Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref y, 8), c1);
                c2 = Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref y, 16), c2);
                c3 = Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref y, 24), c3);
                y = ref Unsafe.Add(ref y, PanelRows);
            }

            c0.CopyTo(c[row..]);
            c1.CopyTo(c[(row + 8)..]);
            c2.CopyTo(c[(row + 16)..]);
            c3.CopyTo(c[(row + 24)..]);
        }
    }

    static void Wide1(ref float y, ReadOnlySpan<float> x, ref float c)
    {
        var (c0, c1, c2, c3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        foreach (var value in x)
        {
            var a = Vector512.Create(value);
            c0 = Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref y), c0);
            c1 = Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref y, 16), c1);
            c2 = Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref y, 32), c2);
            c3 = Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref y, 48), c3);
            y = ref Unsafe.Add(ref y, PanelRows);
        }

        Store(c0, c1, c2, c3, ref c);
    }

    static void Wide6(ref float y, ref float x, int n, ref float c, int stride)
    {
        var zero = Vector512<float>.Zero;
        var (c00, c01, c02, c03) = (zero, zero, zero, zero);
        var (c10, c11, c12, c13) = (zero, zero, zero, zero);
        var (c20, c21, c22, c23) = (zero, zero, zero, zero);
        var (c30, c31, c32, c33) = (zero, zero, zero, zero);
        var (c40, c41, c42, c43) = (zero, zero, zero, zero);
        var (c50, c51, c52, c53) = (zero, zero, zero, zero);
        ref var x3 = ref Unsafe.Add(ref x, 3 * n);
        for (var k = 0; k < n; k++)
        {
            var y0 = Vector512.LoadUnsafe(ref y);
            var y1 = Vector512.LoadUnsafe(ref y, 16);
            var y2 = Vector512.LoadUnsafe(ref y, 32);
            var y3 = Vector512.LoadUnsafe(ref y, 48);

            var a = Vector512.Create(x);
            c00 = Vector512.FusedMultiplyAdd(a, y0, c00);
            c01 = Vector512.FusedMultiplyAdd(a, y1, c01);
            c02 = Vector512.FusedMultiplyAdd(a, y2, c02);
            c03 = Vector512.FusedMultiplyAdd(a, y3, c03);

            a = Vector512.Create(Unsafe.Add(ref x, n));
            c10 = Vector512.FusedMultiplyAdd(a, y0, c10);
            c11 = Vector512.FusedMultiplyAdd(a, y1, c11);
            c12 = Vector512.FusedMultiplyAdd(a, y2, c12);
            c13 = Vector512.FusedMultiplyAdd(a, y3, c13);

            a = Vector512.Create(Unsafe.Add(ref x, 2 * n));
            c20 = Vector512.FusedMultiplyAdd(a, y0, c20);
            c21 = Vector512.FusedMultiplyAdd(a, y1, c21);
            c22 = Vector512.FusedMultiplyAdd(a, y2, c22);
            c23 = Vector512.FusedMultiplyAdd(a, y3, c23);

            a = Vector512.Create(x3);
            c30 = Vector512.FusedMultiplyAdd(a, y0, c30);
            c31 = Vector512.FusedMultiplyAdd(a, y1, c31);
            c32 = Vector512.FusedMultiplyAdd(a, y2, c32);
            c33 = Vector512.FusedMultiplyAdd(a, y3, c33);

            a = Vector512.Create(Unsafe.Add(ref x3, n));
            c40 = Vector512.FusedMultiplyAdd(a, y0, c40);
            c41 = Vector512.FusedMultiplyAdd(a, y1, c41);
            c42 = Vector512.FusedMultiplyAdd(a, y2, c42);
            c43 = Vector512.FusedMultiplyAdd(a, y3, c43);

            a = Vector512.Create(Unsafe.Add(ref x3, 2 * n));
            c50 = Vector512.FusedMultiplyAdd(a, y0, c50);
            c51 = Vector512.FusedMultiplyAdd(a, y1, c51);
            c52 = Vector512.FusedMultiplyAdd(a, y2, c52);
            c53 = Vector512.FusedMultiplyAdd(a, y3, c53);

            x = ref Unsafe.Add(ref x, 1);
            x3 = ref Unsafe.Add(ref x3, 1);
            y = ref Unsafe.Add(ref y, PanelRows);
        }

        Store(c00, c01, c02, c03, ref c);
        Store(c10, c11, c12, c13, ref Unsafe.Add(ref c, stride));
        Store(c20, c21, c22, c23, ref Unsafe.Add(ref c, 2 * stride));
        Store(c30, c31, c32, c33, ref Unsafe.Add(ref c, 3 * stride));
        Store(c40, c41, c42, c43, ref Unsafe.Add(ref c, 4 * stride));
        Store(c50, c51, c52, c53, ref Unsafe.Add(ref c, 5 * stride));
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
