using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>The system of <see cref="FoldIn"/> turned from the factors to the user's items, of which there are fewer.</summary>
/// <remarks>
/// <para><b>Computes.</b> With D diagonal, x = (D + Σ sᵢ·yᵢyᵢᵀ)⁻¹ · Σ sᵢ·yᵢ. With Z the rows √sᵢ·yᵢ∘D^−½, the same x is
/// D^−½·Zᵀ·(ZZᵀ + I)⁻¹·√s (Sherman, Morrison, Woodbury): a system as large as there are items, with no eigenvalue below 1.</para>
/// <para><b>Cost.</b> items²·f/2 + items³/6 multiply-adds.</para>
/// </remarks>
static class FoldInByItems
{
    /// <summary>Numbers of scratch that are needed.</summary>
    public static int Scratch(int items, int factors) => ((items + 1) * factors) + ((items + 1) * items);

    /// <summary>Writes x; false where the numbers overflow.</summary>
    /// <param name="model">Whose vectors the items have.</param>
    /// <param name="diagonal">D, above 0.</param>
    /// <param name="items">The items.</param>
    /// <param name="strengths">s, ≥ 0.</param>
    /// <param name="scratch">See <see cref="Scratch"/>; not read before it is written.</param>
    /// <param name="x">Starts at 0.</param>
    public static bool TrySolve(
        ItemFactors model, ReadOnlySpan<float> diagonal, ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> scratch, Span<float> x)
    {
        var (f, n) = (x.Length, items.Length);
        var weights = scratch[..f];
        var z = scratch.Slice(f, n * f);
        var right = scratch.Slice(f + (n * f), n);
        var system = scratch.Slice(f + (n * f) + n, n * n);
        for (var j = 0; j < f; j++)
        {
            weights[j] = 1 / MathF.Sqrt(diagonal[j]);
        }

        z.Clear();
        for (var i = 0; i < n; i++)
        {
            right[i] = MathF.Sqrt(strengths[i]);
            var row = z.Slice(i * f, f);
            ScaledAddition.Add(right[i], model.Of(items[i]), row);
            Elementwise.Multiply(row, weights, row);
        }

        for (var i = 0; i < n; i++)
        {
            RowProducts.Of(z[(i * f)..], z.Slice(i * f, f), system.Slice((i * n) + i, n - i));
            system[(i * n) + i] += 1;
        }

        if (!CholeskyFactor.TryFactor(system, n))
        {
            return false;
        }

        CholeskyFactor.Solve(system, right);
        RowSum.Add(z, right, x);
        Elementwise.Multiply(x, weights, x);
        return true;
    }
}
