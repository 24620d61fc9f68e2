using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Learning.Kernels;

/// <summary>Adds up outer products of rows: G += XᵀX = Σ xxᵀ over the rows x of X.</summary>
/// <remarks>
/// <para><b>Shapes.</b> X: [rows × n], row-major. G: [n × n], row-major; only its upper triangle (j ≥ i) is meaningful
/// afterwards, what lies below is scratch until <see cref="Mirror"/>.</para>
/// <para><b>Cost.</b> rows·n²/2 multiply-adds and a little above the diagonal.</para>
/// <para><b>Numerics.</b> Every element is added up over the rows in their order, from 0, then added to G.</para>
/// <para><b>Layout of the loop.</b> Tiles of 4 × 32 of G stay in eight registers while all rows pass (eight multiply-adds in
/// flight is what hides their latency); 4 × 16 where 32 do not fit; the last n % 16 columns scalar. Tiles start at the
/// multiple of 16 at or below the diagonal.</para>
/// </remarks>
static class GramMatrix
{
    const int Width = 16;

    /// <summary>Adds XᵀX to the upper triangle of G.</summary>
    public static void Add(ReadOnlySpan<float> x, int n, Span<float> gram)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gram.Length, n * n);
        if (Vector512.IsHardwareAccelerated && n >= Width)
        {
            Wide(x, n, gram);
        }
        else
        {
            Vectorized(x, n, gram);
        }
    }

    /// <summary>Copies what lies above the diagonal below it.</summary>
    public static void Mirror(Span<float> gram, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                gram[(i * n) + j] = gram[(j * n) + i];
            }
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(ReadOnlySpan<float> x, int n, Span<float> gram)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = i; j < n; j++)
            {
                var sum = 0f;
                for (var row = 0; row < x.Length; row += n)
                {
                    sum += x[row + i] * x[row + j];
                }

                gram[(i * n) + j] += sum;
            }
        }
    }

    internal static void Vectorized(ReadOnlySpan<float> x, int n, Span<float> gram)
    {
        for (var row = 0; row < x.Length; row += n)
        {
            for (var i = 0; i < n; i++)
            {
                ScaledAddition.Add(x[row + i], x.Slice(row + i, n - i), gram.Slice((i * n) + i, n - i));
            }
        }
    }

    internal static void Wide(ReadOnlySpan<float> x, int n, Span<float> gram)
    {
        var rows = x.Length / n;
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var gs = ref MemoryMarshal.GetReference(gram);
        var tiledRows = n - (n % 4);
        var tiledColumns = n - (n % Width);

        for (var i = 0; i < tiledRows; i += 4)
        {
            var j = i - (i % Width);
            for (; j + (2 * Width) <= tiledColumns; j += 2 * Width)
            {
                Tile32(ref xs, rows, n, i, j, ref Unsafe.Add(ref gs, (i * n) + j));
            }

            for (; j < tiledColumns; j += Width)
            {
                Tile16(ref xs, rows, n, i, j, ref Unsafe.Add(ref gs, (i * n) + j));
            }
        }

        AddColumns(x, n, tiledColumns, gram);
    }

    /// <summary>The columns from <paramref name="from"/> on, plainly. Where n is a multiple of 16 there are none.</summary>
    static void AddColumns(ReadOnlySpan<float> x, int n, int from, Span<float> gram)
    {
        for (var j = from; j < n; j++)
        {
            for (var i = 0; i <= j; i++)
            {
                var sum = 0f;
                for (var row = 0; row < x.Length; row += n)
                {
                    sum += x[row + i] * x[row + j];
                }

                gram[(i * n) + j] += sum;
            }
        }
    }

    static void Tile32(ref float x, int rows, int n, int i, int j, ref float gram)
    {
        var (g00, g01, g10, g11) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (g20, g21, g30, g31) = (g00, g00, g00, g00);
        ref var left = ref Unsafe.Add(ref x, i);
        ref var right = ref Unsafe.Add(ref x, j);
        for (var row = 0; row < rows; row++)
        {
            var r0 = Vector512.LoadUnsafe(ref right);
            var r1 = Vector512.LoadUnsafe(ref right, Width);
            var l0 = Vector512.Create(left);
            g00 = Vector512.FusedMultiplyAdd(l0, r0, g00);
            g01 = Vector512.FusedMultiplyAdd(l0, r1, g01);
            var l1 = Vector512.Create(Unsafe.Add(ref left, 1));
            g10 = Vector512.FusedMultiplyAdd(l1, r0, g10);
            g11 = Vector512.FusedMultiplyAdd(l1, r1, g11);
            var l2 = Vector512.Create(Unsafe.Add(ref left, 2));
            g20 = Vector512.FusedMultiplyAdd(l2, r0, g20);
            g21 = Vector512.FusedMultiplyAdd(l2, r1, g21);
            var l3 = Vector512.Create(Unsafe.Add(ref left, 3));
            g30 = Vector512.FusedMultiplyAdd(l3, r0, g30);
            g31 = Vector512.FusedMultiplyAdd(l3, r1, g31);
            left = ref Unsafe.Add(ref left, n);
            right = ref Unsafe.Add(ref right, n);
        }

        Add(g00, g01, ref gram);
        Add(g10, g11, ref Unsafe.Add(ref gram, n));
        Add(g20, g21, ref Unsafe.Add(ref gram, 2 * n));
        Add(g30, g31, ref Unsafe.Add(ref gram, 3 * n));
    }

    static void Tile16(ref float x, int rows, int n, int i, int j, ref float gram)
    {
        var (g0, g1, g2, g3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        ref var left = ref Unsafe.Add(ref x, i);
        ref var right = ref Unsafe.Add(ref x, j);
        for (var row = 0; row < rows; row++)
        {
            var r = Vector512.LoadUnsafe(ref right);
            g0 = Vector512.FusedMultiplyAdd(Vector512.Create(left), r, g0);
            g1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 1)), r, g1);
            g2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 2)), r, g2);
            g3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 3)), r, g3);
            left = ref Unsafe.Add(ref left, n);
            right = ref Unsafe.Add(ref right, n);
        }

        (Vector512.LoadUnsafe(ref gram) + g0).StoreUnsafe(ref gram);
        (Vector512.LoadUnsafe(ref gram, (nuint)n) + g1).StoreUnsafe(ref gram, (nuint)n);
        (Vector512.LoadUnsafe(ref gram, (nuint)(2 * n)) + g2).StoreUnsafe(ref gram, (nuint)(2 * n));
        (Vector512.LoadUnsafe(ref gram, (nuint)(3 * n)) + g3).StoreUnsafe(ref gram, (nuint)(3 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(Vector512<float> low, Vector512<float> high, ref float to)
    {
        (Vector512.LoadUnsafe(ref to) + low).StoreUnsafe(ref to);
        (Vector512.LoadUnsafe(ref to, Width) + high).StoreUnsafe(ref to, Width);
    }
}
