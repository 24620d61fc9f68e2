using Attune.Learning.Memory;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Matrices;

/// <summary>Inverts a large symmetric positive definite matrix in place.</summary>
/// <remarks>
/// <para><b>Method.</b> The sweep, a block of 256 after the other (ADR 0012): with D the block on the diagonal and P its columns,
/// A −= P·D⁻¹·Pᵀ, P becomes P·D⁻¹, D becomes −D⁻¹; at the end the sign is turned. For a positive definite matrix no pivoting is
/// needed: what is left of A at every step is a Schur complement, positive definite too.</para>
/// <para><b>Cost.</b> n³/2 multiply-adds, as many as Cholesky's factor and the inverse from it, but in n/256 equal steps that are
/// nearly all matrix product. 2·n² bytes for the matrix and 2 048·n bytes of scratch.</para>
/// <para><b>Order of sums.</b> Every element is written by one piece of work in a fixed order: the same bits at any number of threads.</para>
/// <para><b>Source.</b> Goodnight, "A tutorial on the SWEEP operator", The American Statistician 1979; in blocks and in place: Bientinesi,
/// Gunter and van de Geijn, "Families of algorithms related to the inversion of a symmetric positive definite matrix", TOMS 2008.</para>
/// </remarks>
public static class SymmetricInverse
{
    /// <summary>Overwrites the matrix by its inverse; false where it is not positive definite (or holds NaN), and then it is spoilt.</summary>
    /// <param name="matrix">What to invert.</param>
    /// <param name="threads">0 = as many as there are processors.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Looked at every few milliseconds; the matrix is spoilt then.</param>
    public static bool TryInvert(SymmetricMatrix matrix, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        using var sweep = new Sweep(matrix);
        for (var step = 0; step < matrix.Tiles; step++)
        {
            if (!sweep.TryBegin(step))
            {
                return false;
            }

            Blocks.Run(matrix.Tiles, 1, threads, () => new NativeFloats(Sweep.Tile), (scratch, row, _) => sweep.Weigh(row, scratch), null, cancellation);
            Blocks.Run(sweep.Pairs, 1, threads, () => 0, (_, pair, _) => sweep.Reduce(pair), null, cancellation);
            progress?.Report((step + 1.0) / matrix.Tiles);
        }

        Blocks.Run(sweep.Pairs, 1, threads, () => 0, (_, pair, _) => sweep.TurnSign(pair), null, cancellation);
        return true;
    }
}
