using Attune.Learning.Matrices;

namespace Attune.Learning.Factors;

/// <summary>Matrix factorisation for implicit feedback by alternating least squares (iALS).</summary>
/// <remarks>
/// <para><b>Minimises.</b> Σ over observed (u, i) of s·(xᵤ·yᵢ − 1)² + α₀·Σ over all (u, i) of (xᵤ·yᵢ)² + Σ λᵤ|xᵤ|² + Σ λᵢ|yᵢ|²,
/// with λᵤ, λᵢ as in <see cref="FrequencyScaling"/>: users with the items held fixed, items with the users held fixed, in turn.</para>
/// <para><b>Source.</b> Rendle, Krichene, Zhang, Koren, "Revisiting the performance of iALS on item recommendation
/// benchmarks", RecSys 2022; after Hu, Koren, Volinsky, ICDM 2008. Rows are solved by a few conjugate gradient steps in the
/// fixed side's eigenbasis (<see cref="EigenBasis"/>, <see cref="RowSolver"/>) instead of exactly.</para>
/// <para><b>Cost of a sweep.</b> 4·(steps + 1)·entries·f + 2.5·(users + items)·f² multiply-adds; memory
/// (users + items)·f floats and the matrix twice.</para>
/// <para><b>Determinism.</b> Same matrix, settings and instruction set: same bytes, at any number of threads.</para>
/// <para><b>The model</b> is left in the eigenbasis of its Gram matrix, where users are folded in fastest (<see cref="FoldInByItems"/>).</para>
/// <para><b>Edges.</b> A user or an item without interactions gets the zero vector; so an empty matrix gives a model of zeros.</para>
/// </remarks>
public static class Ials
{
    /// <summary>Trains a model.</summary>
    /// <param name="userItem">Users × items; values are strengths, finite and ≥ 0 (0: as if not observed): how sure a pair is, beside the unobserved weight.</param>
    /// <param name="s">The settings.</param>
    /// <param name="progress">Told the part done, above 0 up to 1, after every half sweep.</param>
    /// <param name="ct">Stops the training between pieces of work.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, a strength below 0, or the model too large for one array.</exception>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    /// <exception cref="ArithmeticException">The numbers overflowed: strengths too large, or regularisation too small.</exception>
    public static ItemFactors Train(SparseMatrix userItem, IalsSettings s, IProgress<double>? progress, CancellationToken ct) =>
        Train(userItem, s, ReadOnlyMemory<float>.Empty, progress, ct);

    /// <summary>Trains a model, going on from the vectors of a former one: <see cref="IalsSettings.WarmSweeps"/> instead of all sweeps.</summary>
    /// <param name="userItem">Users × items; values are strengths, finite and ≥ 0 (0: as if not observed): how sure a pair is, beside the unobserved weight.</param>
    /// <param name="s">The settings. They may differ from those of the former model in all but the number of factors.</param>
    /// <param name="start">
    /// The former model's item vectors: [items × factors], row-major, by the items' rows of now. A row with a NaN is one the former
    /// model did not know, and starts as in a training from none. Empty: there is no former model.
    /// </param>
    /// <param name="progress">Told the part done, above 0 up to 1, after every half sweep.</param>
    /// <param name="ct">Stops the training between pieces of work.</param>
    /// <exception cref="ArgumentException">
    /// A setting is outside its range, a strength below 0, the model too large for one array, or <paramref name="start"/> of
    /// another shape or with an infinite number.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    /// <exception cref="ArithmeticException">The numbers overflowed: strengths too large, or regularisation too small.</exception>
    public static ItemFactors Train(
        SparseMatrix userItem, IalsSettings s, ReadOnlyMemory<float> start, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(userItem);
        ArgumentNullException.ThrowIfNull(s);
        s.Check();
        CheckStrengths(userItem);

        var workers = new Workers(s.Threads, ct);
        var users = NewSide(userItem.Rows, s.Factors);
        var items = NewSide(userItem.Columns, s.Factors);
        Start(items, s, workers);
        var known = WarmStart.Write(start.Span, s.Factors, items);
        var sweeps = known > 0 ? s.WarmSweeps : s.Sweeps;

        var basis = new EigenBasis(s.Factors, workers);
        var userStep = new HalfStep(userItem, s);
        var itemStep = new HalfStep(userItem.Transpose(), s);
        var solvers = new RowSolver[workers.Threads];
        for (var worker = 0; worker < solvers.Length; worker++)
        {
            solvers[worker] = new RowSolver(s.Factors, s.SolverSteps);
        }

        for (var half = 0; half < 2 * sweeps; half++)
        {
            var (step, fixedSide, solved) = half % 2 == 0 ? (userStep, items, users) : (itemStep, users, items);
            if (!basis.TryTurn(fixedSide, solved))
            {
                throw new ArithmeticException(
                    $"Training overflowed in sweep {(half / 2) + 1} of {sweeps}: strengths are too large or regularisation ({s.Regularization}) too small.");
            }

            step.Run(fixedSide, basis.Eigenvalues, solved, workers, solvers);
            progress?.Report((half + 1) / (2.0 * sweeps));
        }

        var gram = new float[s.Factors * s.Factors];
        basis.WriteGram(items, gram);
        var model = new ItemFactors(
            userItem.Columns, s.Factors, items, gram, s.UnobservedWeight, s.Regularization, s.FrequencyExponent);
        return model.InEigenbasis(s.Threads, ct);
    }

    static void Start(float[] items, IalsSettings s, Workers workers)
    {
        const int rowsAPiece = 256;
        var deviation = s.InitialDeviation / MathF.Sqrt(s.Factors);
        var rows = items.Length / s.Factors;
        workers.Run((rows + rowsAPiece - 1) / rowsAPiece, (piece, _) =>
        {
            for (var row = piece * rowsAPiece; row < Math.Min(rows, (piece + 1) * rowsAPiece); row++)
            {
                InitialFactors.Write(s.Seed, row, deviation, items.AsSpan(row * s.Factors, s.Factors));
            }
        });
    }

    static float[] NewSide(int rows, int factors)
    {
        var length = (long)rows * factors;
        return length <= Array.MaxLength
            ? new float[length]
            : throw new ArgumentException($"{rows} rows of {factors} factors are {length} numbers; the limit is {Array.MaxLength}.");
    }

    static void CheckStrengths(SparseMatrix matrix)
    {
        for (var user = 0; user < matrix.Rows; user++)
        {
            var at = matrix.ValuesOf(user).IndexOfAnyInRange(float.NegativeInfinity, -float.Epsilon);
            if (at >= 0)
            {
                throw new ArgumentException(
                    $"User {user}, item {matrix.ColumnsOf(user)[at]} has strength {matrix.ValuesOf(user)[at]}; strengths must not be below 0.");
            }
        }
    }
}
