namespace Attune.Learning.Kernels;

/// <summary>Adds up outer products of rows: G += Σᵢ wᵢ·xᵢxᵢᵀ.</summary>
/// <remarks>
/// <para><b>Shapes.</b> x: [rows × n] row-major. w: [rows]. G: [n × n] row-major; only j ≥ i is meaningful afterwards.</para>
/// <para><b>Cost.</b> rows·n²/2 multiply-adds.</para>
/// </remarks>
static class GramMatrix
{
    /// <summary>The definition.</summary>
    internal static void AddScalar(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, int n, Span<float> gram)
    {
        for (var row = 0; row < weights.Length; row++)
        {
            var xs = x.Slice(row * n, n);
            for (var i = 0; i < n; i++)
            {
                var scaled = weights[row] * xs[i];
                for (var j = i; j < n; j++)
                {
                    gram[(i * n) + j] += scaled * xs[j];
                }
            }
        }
    }

    /// <summary>Copies what lies above the diagonal below it.</summary>
    public static void Mirror(Span<float> gram, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                gram[(i * n) + j] = gram[(j * n) + i];
            }
        }
    }
}
