namespace Attune.Learning.Kernels;

/// <summary>Inverts one symmetric positive definite tile in place, up to the sign: A becomes −A⁻¹.</summary>
/// <remarks>
/// <para><b>Shapes.</b> A: [n × n], row-major without gaps, all of it read and written; n a multiple of 32.</para>
/// <para><b>Method.</b> The sweep (Gauss–Jordan without pivoting) in blocks of 32: with D the block on the diagonal and P its
/// columns, A −= P·D⁻¹·Pᵀ, P becomes P·D⁻¹ and D becomes −D⁻¹. A pivot that is not above 0 means that A is not positive definite.</para>
/// <para><b>Cost.</b> n³ multiply-adds, all but n·32² of them in <see cref="TileProduct"/>; 64·n floats of scratch.</para>
/// <para><b>Source.</b> Goodnight, "A tutorial on the SWEEP operator", The American Statistician 1979.</para>
/// </remarks>
static unsafe class TileSweep
{
    const int Block = TileProduct.Columns;

    /// <summary>Floats of scratch <see cref="TrySweep"/> needs for a tile of n.</summary>
    internal static int ScratchFor(int n) => ((2 * n) + Block) * Block;

    /// <summary>Overwrites A by −A⁻¹; false where A is not positive definite (or holds NaN), and then A is spoilt.</summary>
    public static bool TrySweep(float* a, int n, float* scratch)
    {
        var rows = scratch;
        var weights = rows + (n * Block);
        var pivot = weights + (n * Block);
        for (var k = 0; k < n; k += Block)
        {
            for (var row = 0; row < Block; row++)
            {
                Row(a + ((k + row) * n), n).CopyTo(Row(rows + (row * n), n));
                Row(a + ((k + row) * n) + k, Block).CopyTo(Row(pivot + (row * Block), Block));
            }

            if (!Scalar(Row(pivot, Block * Block), Block))
            {
                return false;
            }

            Weigh(pivot, rows, n, weights);
            Reduce(a, n, k, rows, weights);
            PutBack(a, n, k, weights, pivot);
        }

        Symmetrize(a, n);
        return true;
    }

    /// <summary>The definition: one pivot after the other.</summary>
    internal static bool Scalar(Span<float> a, int n)
    {
        for (var k = 0; k < n; k++)
        {
            var pivotRow = a.Slice(k * n, n);
            var pivot = pivotRow[k];
            if (!(pivot > 0) || !float.IsFinite(pivot))
            {
                return false;
            }

            var inverse = 1 / pivot;
            for (var i = 0; i < n; i++)
            {
                if (i != k)
                {
                    var row = a.Slice(i * n, n);
                    var factor = row[k] * inverse;
                    ScaledAddition.Add(-factor, pivotRow, row);
                    row[k] = factor;
                }
            }

            for (var j = 0; j < n; j++)
            {
                pivotRow[j] *= inverse;
            }

            pivotRow[k] = -inverse;
        }

        return true;
    }

    /// <summary>Weights = D⁻¹ · rows, from −D⁻¹.</summary>
    static void Weigh(float* negativeInverse, float* rows, int n, float* weights)
    {
        Row(weights, n * Block).Clear();
        for (var column = 0; column < n; column += TileProduct.Columns)
        {
            for (var row = 0; row < Block; row += TileProduct.Rows)
            {
                TileProduct.Subtract(negativeInverse + row, Block, rows + column, n, Block, weights + (row * n) + column, n);
            }
        }
    }

    /// <summary>A −= rowsᵀ · weights, everywhere but in the rows and columns of the block.</summary>
    static void Reduce(float* a, int n, int k, float* rows, float* weights)
    {
        for (var column = 0; column < n; column += TileProduct.Columns)
        {
            for (var row = 0; row < n && column != k; row += TileProduct.Rows)
            {
                if (row < k || row >= k + Block)
                {
                    TileProduct.Subtract(rows + row, n, weights + column, n, Block, a + (row * n) + column, n);
                }
            }
        }
    }

    static void PutBack(float* a, int n, int k, float* weights, float* pivot)
    {
        for (var row = 0; row < Block; row++)
        {
            Row(weights + (row * n), n).CopyTo(Row(a + ((k + row) * n), n));
            for (var i = 0; i < n; i++)
            {
                a[(i * n) + k + row] = weights[(row * n) + i];
            }
        }

        for (var row = 0; row < Block; row++)
        {
            Row(pivot + (row * Block), Block).CopyTo(Row(a + ((k + row) * n) + k, Block));
        }
    }

    /// <summary>The two halves differ by rounding: the lower one is taken.</summary>
    static void Symmetrize(float* a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                a[(j * n) + i] = a[(i * n) + j];
            }
        }
    }

    static Span<float> Row(float* start, int length) => new(start, length);
}
