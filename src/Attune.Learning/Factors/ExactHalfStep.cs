using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Factors;

/// <summary>The definition of a half-step of iALS: every row's vector solved exactly, one after the other, in plain loops.</summary>
/// <remarks>
/// <para><b>Computes.</b> xᵤ = (α₀·YᵀY + Σ s·yyᵀ + λᵤI)⁻¹ Σ s·y over the entries (y, s) of row u.</para>
/// <para>Tests hold the training and the fold-in to it; nothing else calls it.</para>
/// </remarks>
static class ExactHalfStep
{
    public static void Run(SparseMatrix rows, ReadOnlySpan<float> fixedSide, Span<float> solved, IalsSettings settings)
    {
        var f = settings.Factors;
        var gram = new float[f * f];
        GramMatrix.Scalar(fixedSide, f, gram);
        var system = new float[f * f];
        for (var row = 0; row < rows.Rows; row++)
        {
            var x = solved.Slice(row * f, f);
            x.Clear();
            for (var i = 0; i < system.Length; i++)
            {
                system[i] = settings.UnobservedWeight * gram[i];
            }

            var total = 0f;
            for (var entry = 0; entry < rows.ColumnsOf(row).Length; entry++)
            {
                var strength = rows.ValuesOf(row)[entry];
                var y = fixedSide.Slice(rows.ColumnsOf(row)[entry] * f, f);
                for (var i = 0; i < f; i++)
                {
                    ScaledAddition.Scalar(strength * y[i], y, system.AsSpan(i * f, f));
                }

                ScaledAddition.Scalar(strength, y, x);
                total += strength;
            }

            var lambda = FrequencyScaling.Of(
                settings.Regularization, settings.FrequencyExponent, total, settings.UnobservedWeight, rows.Columns);
            for (var i = 0; i < f; i++)
            {
                system[(i * f) + i] += lambda;
            }

            if (!CholeskyFactor.Scalar(system, f))
            {
                throw new ArithmeticException($"The system of row {row} is not positive definite.");
            }

            CholeskyFactor.Solve(system, x);
        }
    }
}
