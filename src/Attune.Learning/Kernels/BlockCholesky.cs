namespace Attune.Learning.Kernels;

/// <summary>Factors a symmetric positive definite matrix of some hundreds of rows, A = UᵀU: <see cref="CholeskyFactor"/> in blocks.</summary>
/// <remarks>
/// <para><b>Shapes.</b> A: [n × n], row-major without gaps, n a multiple of 32; only its upper triangle (j ≥ i) is read. U overwrites it;
/// what lies below the diagonal is scratch. <see cref="CholeskyFactor.Solve"/> solves with it.</para>
/// <para><b>Method.</b> A panel of 32 rows is factored as <see cref="CholeskyFactor"/> does, then its outer product is taken from the rest
/// by <see cref="TileProduct"/>, where nearly all of the n³/6 multiply-adds are.</para>
/// </remarks>
static unsafe class BlockCholesky
{
    const int Block = TileProduct.Columns;

    /// <summary>Overwrites A by U; false where A is not positive definite (or holds NaN), and then A is spoilt.</summary>
    public static bool TryFactor(float* a, int n)
    {
        for (var k = 0; k < n; k += Block)
        {
            if (!TryFactorPanel(a, n, k))
            {
                return false;
            }

            var panel = a + (k * n);
            for (var i = k + Block; i < n; i += TileProduct.Rows)
            {
                for (var j = i / Block * Block; j < n; j += Block)
                {
                    TileProduct.Subtract(panel + i, n, panel + j, n, Block, a + (i * n) + j, n);
                }
            }
        }

        return true;
    }

    static bool TryFactorPanel(float* a, int n, int k)
    {
        for (var i = k; i < k + Block; i++)
        {
            var pivot = a[(i * n) + i];
            if (!(pivot > 0) || !float.IsFinite(pivot))
            {
                return false;
            }

            var row = new Span<float>(a + (i * n) + i, n - i);
            var inverse = 1 / MathF.Sqrt(pivot);
            foreach (ref var value in row)
            {
                value *= inverse;
            }

            for (var s = i + 1; s < k + Block; s++)
            {
                ScaledAddition.Add(-row[s - i], row[(s - i)..], new Span<float>(a + (s * n) + s, n - s));
            }
        }

        return true;
    }
}
