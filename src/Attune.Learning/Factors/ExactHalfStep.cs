using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Factors;

/// <summary>The definition of a half-step of iALS: every row's vector solved exactly, one after the other, in plain loops.</summary>
/// <remarks>
/// <para><b>Computes.</b> x_u = (α₀·YᵀY + Σ s·yyᵀ + λᵤI)⁻¹ Σ s·y over the entries (y, s) of row u. A row without entries is 0.</para>
/// <para>Tests hold the fast training to it; nothing else calls it.</para>
/// </remarks>
static class ExactHalfStep
{
    public static void Run(SparseMatrix rows, ReadOnlySpan<float> fixedSide, Span<float> solved, IalsSettings settings)
    {
        var f = settings.Factors;
        var gram = new float[f * f];
        var ones = new float[rows.Columns];
        Array.Fill(ones, 1f);
        GramMatrix.AddScalar(fixedSide, ones, f, gram);
        GramMatrix.Mirror(gram, f);

        var model = new ItemFactors(
            rows.Columns, f, fixedSide.ToArray(), gram, settings.UnobservedWeight, settings.Regularization, settings.FrequencyExponent);
        var foldIn = new FoldIn(model);
        for (var row = 0; row < rows.Rows; row++)
        {
            foldIn.Solve(rows.ColumnsOf(row), rows.ValuesOf(row), solved.Slice(row * f, f));
        }
    }
}
