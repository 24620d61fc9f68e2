using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Tests.Factors;

/// <summary>What iALS minimises, in plain loops, with the users at their best for the model's items.</summary>
static class IalsLoss
{
    public static double Of(SparseMatrix matrix, ItemFactors model, IalsSettings settings)
    {
        var f = settings.Factors;
        var items = model.Values.Span;
        var users = new float[matrix.Rows * f];
        ExactHalfStep.Run(matrix, items, users, settings);
        var loss = Regularization(matrix, users, settings) + Regularization(matrix.Transpose(), items, settings);
        for (var user = 0; user < matrix.Rows; user++)
        {
            for (var item = 0; item < matrix.Columns; item++)
            {
                var score = Score(user, item);
                loss += settings.UnobservedWeight * score * score;
            }

            for (var entry = matrix.RowStarts[user]; entry < matrix.RowStarts[user + 1]; entry++)
            {
                var missing = Score(user, matrix.ColumnIndexes[entry]) - 1;
                loss += matrix.Values[entry] * missing * missing;
            }
        }

        return loss;

        double Score(int user, int item) =>
            DotProduct.Scalar(users.AsSpan(user * f, f), model.Values.Span.Slice(item * f, f));
    }

    static double Regularization(SparseMatrix rows, ReadOnlySpan<float> side, IalsSettings settings)
    {
        var f = settings.Factors;
        var sum = 0.0;
        for (var row = 0; row < rows.Rows; row++)
        {
            var strengths = 0f;
            foreach (var strength in rows.ValuesOf(row))
            {
                strengths += strength;
            }

            var vector = side.Slice(row * f, f);
            sum += DotProduct.Scalar(vector, vector) * FrequencyScaling.Of(
                settings.Regularization, settings.FrequencyExponent, strengths, settings.UnobservedWeight, rows.Columns);
        }

        return sum;
    }
}
