using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Learning.Kernels;

/// <summary>The inner loop of every large matrix product: an 8 × 32 tile of C −= AᵀB, from panels that lie k after k.</summary>
/// <remarks>
/// <para><b>Shapes.</b> A: [depth × 8] with rows <c>aStride</c> floats apart, B: [depth × 32] with rows <c>bStride</c> apart,
/// C: [8 × 32] with rows <c>cStride</c> apart. C overlaps neither. Any alignment; a multiple of 64 bytes is fastest.</para>
/// <para><b>Numerics.</b> Every element is added up over k in order, from 0, then taken from C; the forms differ only by fused
/// rounding.</para>
/// <para><b>Layout of the loop.</b> The tile stays in 16 vectors of 16 while k runs, which is twice what hides the latency of two
/// multiply-adds a cycle; each turn loads two vectors of B and broadcasts eight numbers of A. C is asked for before the loop
/// and met after it. Vectors of 8 or 4 go over the tile in parts of four rows by two vectors.</para>
/// <para><b>Source.</b> Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", TOMS 2008.</para>
/// </remarks>
static unsafe class TileProduct
{
    /// <summary>Rows of a tile of C: columns of A.</summary>
    internal const int Rows = 8;

    /// <summary>Columns of a tile of C, and of B.</summary>
    internal const int Columns = 32;

    public static void Subtract(float* a, int aStride, float* b, int bStride, int depth, float* c, int cStride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(a, aStride, b, bStride, depth, c, cStride);
        }
        else
        {
            Vectorized(a, aStride, b, bStride, depth, c, cStride);
        }
    }

    /// <summary>The definition.</summary>
    internal static void Scalar(float* a, int aStride, float* b, int bStride, int depth, float* c, int cStride)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var sum = 0f;
                for (var k = 0; k < depth; k++)
                {
                    sum += a[(k * aStride) + row] * b[(k * bStride) + column];
                }

                c[(row * cStride) + column] -= sum;
            }
        }
    }

    /// <summary>Whatever width the machine has.</summary>
    internal static void Vectorized(float* a, int aStride, float* b, int bStride, int depth, float* c, int cStride)
    {
        for (var row = 0; row < Rows; row += 4)
        {
            for (var column = 0; column < Columns; column += 2 * Vector<float>.Count)
            {
                Part(a + row, aStride, b + column, bStride, depth, c + (row * cStride) + column, cStride);
            }
        }
    }

    /// <summary>16 numbers a vector.</summary>
    internal static void Wide(float* a, int aStride, float* b, int bStride, int depth, float* c, int cStride)
    {
        var (c00, c01, c10, c11) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c20, c21, c30, c31) = (c00, c00, c00, c00);
        var (c40, c41, c50, c51) = (c00, c00, c00, c00);
        var (c60, c61, c70, c71) = (c00, c00, c00, c00);
        if (Sse.IsSupported)
        {
            for (var row = 0; row < Rows; row++)
            {
                Sse.Prefetch0(c + (row * cStride));
                Sse.Prefetch0(c + (row * cStride) + 16);
            }
        }

        for (var k = 0; k < depth; k++)
        {
            var low = Vector512.Load(b);
            var high = Vector512.Load(b + 16);
            var a0 = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(a0, low, c00);
            c01 = Vector512.FusedMultiplyAdd(a0, high, c01);
            var a1 = Vector512.Create(a[1]);
            c10 = Vector512.FusedMultiplyAdd(a1, low, c10);
            c11 = Vector512.FusedMultiplyAdd(a1, high, c11);
            var a2 = Vector512.Create(a[2]);
            c20 = Vector512.FusedMultiplyAdd(a2, low, c20);
            c21 = Vector512.FusedMultiplyAdd(a2, high, c21);
            var a3 = Vector512.Create(a[3]);
            c30 = Vector512.FusedMultiplyAdd(a3, low, c30);
            c31 = Vector512.FusedMultiplyAdd(a3, high, c31);
            var a4 = Vector512.Create(a[4]);
            c40 = Vector512.FusedMultiplyAdd(a4, low, c40);
            c41 = Vector512.FusedMultiplyAdd(a4, high, c41);
            var a5 = Vector512.Create(a[5]);
            c50 = Vector512.FusedMultiplyAdd(a5, low, c50);
            c51 = Vector512.FusedMultiplyAdd(a5, high, c51);
            var a6 = Vector512.Create(a[6]);
            c60 = Vector512.FusedMultiplyAdd(a6, low, c60);
            c61 = Vector512.FusedMultiplyAdd(a6, high, c61);
            var a7 = Vector512.Create(a[7]);
            c70 = Vector512.FusedMultiplyAdd(a7, low, c70);
            c71 = Vector512.FusedMultiplyAdd(a7, high, c71);
            a += aStride;
            b += bStride;
        }

        Take(c00, c01, c);
        Take(c10, c11, c + cStride);
        Take(c20, c21, c + (2 * cStride));
        Take(c30, c31, c + (3 * cStride));
        Take(c40, c41, c + (4 * cStride));
        Take(c50, c51, c + (5 * cStride));
        Take(c60, c61, c + (6 * cStride));
        Take(c70, c71, c + (7 * cStride));
    }

    static void Part(float* a, int aStride, float* b, int bStride, int depth, float* c, int cStride)
    {
        var width = Vector<float>.Count;
        var (c00, c01, c10, c11) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var (c20, c21, c30, c31) = (c00, c00, c00, c00);
        for (var k = 0; k < depth; k++)
        {
            var low = Vector.Load(b);
            var high = Vector.Load(b + width);
            var (a0, a1) = (new Vector<float>(a[0]), new Vector<float>(a[1]));
            c00 = Vector.FusedMultiplyAdd(a0, low, c00);
            c01 = Vector.FusedMultiplyAdd(a0, high, c01);
            c10 = Vector.FusedMultiplyAdd(a1, low, c10);
            c11 = Vector.FusedMultiplyAdd(a1, high, c11);
            var (a2, a3) = (new Vector<float>(a[2]), new Vector<float>(a[3]));
            c20 = Vector.FusedMultiplyAdd(a2, low, c20);
            c21 = Vector.FusedMultiplyAdd(a2, high, c21);
            c30 = Vector.FusedMultiplyAdd(a3, low, c30);
            c31 = Vector.FusedMultiplyAdd(a3, high, c31);
            a += aStride;
            b += bStride;
        }

        Take(c00, c01, c);
        Take(c10, c11, c + cStride);
        Take(c20, c21, c + (2 * cStride));
        Take(c30, c31, c + (3 * cStride));
    }

    static void Take(Vector512<float> low, Vector512<float> high, float* from)
    {
        (Vector512.Load(from) - low).Store(from);
        (Vector512.Load(from + 16) - high).Store(from + 16);
    }

    static void Take(Vector<float> low, Vector<float> high, float* from)
    {
        (Vector.Load(from) - low).Store(from);
        (Vector.Load(from + Vector<float>.Count) - high).Store(from + Vector<float>.Count);
    }
}
