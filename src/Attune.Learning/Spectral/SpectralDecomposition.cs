using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Spectral;

/// <summary>Takes the spectrum of an interaction matrix by block power iteration from a random start.</summary>
/// <remarks>
/// <para><b>Computes.</b> With A = D_U^−a·S·D_I^−b: X ← orth(AᵀA·X), repeated; then (AX)ᵀ(AX) = W·diag(σ²)·Wᵀ and V = X·W.</para>
/// <para><b>Source.</b> Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 53 (2011), algorithm 4.4, with
/// Cholesky QR (<see cref="OrthonormalColumns"/>); the use of V for recommending: Shen et al., "How powerful is graph
/// convolution for recommendation?" (GF-CF), CIKM 2021.</para>
/// <para><b>Cost.</b> A pass: 2·entries·n + 1.5·items·n² multiply-adds, n = components and a few more; in the end n³ a round of
/// Jacobi. Memory: 2·items·n floats, 8·n², 8 192·n, and the matrix three times.</para>
/// <para><b>Determinism.</b> Same matrix, settings and instruction set: same bytes, at any number of threads.</para>
/// </remarks>
public static class SpectralDecomposition
{
    /// <summary>Components followed besides those kept, so that the last ones kept have settled too.</summary>
    const int Beside = 32;

    /// <summary>Wide tiles of the matrix product take columns in this many.</summary>
    const int Tile = 64;

    /// <summary>Takes the spectrum. Of an empty matrix, or one of zeros, every singular value is 0.</summary>
    /// <param name="userItem">Users × items; values are strengths, ≥ 0.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told the part done, above 0 up to 1, after every pass.</param>
    /// <param name="cancellation">Ends it between pieces of work.</param>
    /// <exception cref="ArgumentException">A setting is out of range, a strength below 0, or the spectrum too large for one array.</exception>
    /// <exception cref="ArithmeticException">The numbers overflowed.</exception>
    public static ItemSpectrum Of(
        SparseMatrix userItem, SpectralSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(userItem);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var kept = Math.Min(settings.Components, Math.Min(userItem.Rows, userItem.Columns));
        if (kept == 0)
        {
            return new ItemSpectrum(userItem.Columns, [], [], new double[userItem.Columns]);
        }

        var n = (kept + Beside + Tile - 1) / Tile * Tile;
        if ((long)userItem.Columns * n > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{userItem.Columns} items of {n} components are {(long)userItem.Columns * n} numbers; the limit is {Array.MaxLength}.");
        }

        var workers = new Workers(settings.Threads, cancellation);
        var matrix = new NormalizedMatrix(userItem, settings.UserExponent, settings.ItemExponent);
        var (x, y) = (new float[matrix.Items * n], new float[matrix.Items * n]);
        for (var item = 0; item < matrix.Items; item++)
        {
            InitialFactors.Write(settings.Seed, item, 1, x.AsSpan(item * n, n));
        }

        for (var pass = 0; pass < settings.Iterations; pass++)
        {
            matrix.MultiplyByGram(x, n, y, workers);
            (x, y) = (y, x);
            OrthonormalColumns.Make(x, n, workers);
            progress?.Report((pass + 1) / (settings.Iterations + 1.0));
        }

        var values = Settle(matrix, x, n, kept, workers);
        progress?.Report(1);
        return new ItemSpectrum(matrix.Items, values, FirstColumns(x, n, kept), matrix.ItemSums);
    }

    /// <summary>Turns X so that its columns are singular vectors, the strongest first, and returns the singular values.</summary>
    static float[] Settle(NormalizedMatrix matrix, float[] x, int n, int kept, Workers workers)
    {
        var gram = new OrderedGram(n);
        matrix.AddGramOfProducts(x, n, gram, workers);
        var (vectors, squares) = (new float[n * n], new float[n]);
        if (!SymmetricEigen.TrySolve(gram.Sum(), n, vectors, squares, workers.Cancellation))
        {
            throw new ArithmeticException("The spectrum overflowed: strengths are too large.");
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(place => squares[place])];
        var turn = new float[n * n];
        for (var column = 0; column < n; column++)
        {
            for (var row = 0; row < n; row++)
            {
                turn[(row * n) + column] = vectors[(order[column] * n) + row];
            }
        }

        OrthonormalColumns.Turn(x, turn, n, workers);
        return [.. order.Take(kept).Select(place => MathF.Sqrt(squares[place]))];
    }

    static float[] FirstColumns(float[] x, int n, int kept)
    {
        var rows = x.Length / n;
        var first = new float[rows * kept];
        for (var row = 0; row < rows; row++)
        {
            x.AsSpan(row * n, kept).CopyTo(first.AsSpan(row * kept));
        }

        return first;
    }
}
