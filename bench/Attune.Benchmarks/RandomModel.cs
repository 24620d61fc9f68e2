using Attune.Learning.Factors;

namespace Attune.Benchmarks;

/// <summary>Numbers of no meaning, the same each time.</summary>
static class RandomModel
{
    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    /// <summary>YᵀY with something on the diagonal, so that it is positive definite.</summary>
    public static float[] Gram(ReadOnlySpan<float> rows, int factors, float ridge)
    {
        var gram = new float[factors * factors];
        for (var row = 0; row < rows.Length; row += factors)
        {
            for (var i = 0; i < factors; i++)
            {
                for (var j = 0; j < factors; j++)
                {
                    gram[(i * factors) + j] += rows[row + i] * rows[row + j];
                }
            }
        }

        for (var i = 0; i < factors; i++)
        {
            gram[(i * factors) + i] += ridge;
        }

        return gram;
    }

    public static ItemFactors Of(int items, int factors)
    {
        var values = Numbers(items * factors, seed: 1);
        return new ItemFactors(items, factors, values, Gram(values, factors, 0), unobservedWeight: 0.1f, regularization: 0.003f);
    }
}
