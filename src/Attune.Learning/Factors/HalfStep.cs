using Attune.Learning.Matrices;

namespace Attune.Learning.Factors;

/// <summary>Solves every row of one side, the other side held fixed: users from items, or items from users.</summary>
sealed class HalfStep
{
    readonly SparseMatrix _matrix;
    readonly RowSchedule _schedule;
    readonly float[] _lambdas;
    readonly float _unobservedWeight;
    readonly int _factors;

    /// <exception cref="ArithmeticException">A row's strengths overflow; gives the row.</exception>
    public HalfStep(SparseMatrix matrix, IalsSettings settings)
    {
        _matrix = matrix;
        _schedule = new RowSchedule(matrix);
        _factors = settings.Factors;
        _unobservedWeight = settings.UnobservedWeight;
        _lambdas = new float[matrix.Rows];
        for (var row = 0; row < matrix.Rows; row++)
        {
            var strengths = 0f;
            foreach (var strength in matrix.ValuesOf(row))
            {
                strengths += strength;
            }

            _lambdas[row] = FrequencyScaling.Of(
                settings.Regularization, settings.FrequencyExponent, strengths, settings.UnobservedWeight, matrix.Columns);
            if (!float.IsFinite(_lambdas[row] + (strengths * strengths)))
            {
                throw new ArithmeticException($"The strengths of row {row} add up to {strengths}, which is too large to train with.");
            }
        }
    }

    /// <summary>Improves every row of <paramref name="solved"/>, both sides being in the basis of these eigenvalues.</summary>
    public void Run(float[] fixedSide, float[] eigenvalues, float[] solved, Workers workers, RowSolver[] solvers)
    {
        workers.Run(_schedule.Count, (piece, worker) =>
        {
            var (from, to) = _schedule.Piece(piece);
            for (var row = from; row < to; row++)
            {
                solvers[worker].Improve(
                    fixedSide,
                    _matrix.ColumnsOf(row),
                    _matrix.ValuesOf(row),
                    eigenvalues,
                    _unobservedWeight,
                    _lambdas[row],
                    solved.AsSpan(row * _factors, _factors));
            }
        });
    }
}
