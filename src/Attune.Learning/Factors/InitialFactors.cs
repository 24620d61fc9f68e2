namespace Attune.Learning.Factors;

/// <summary>The random vectors training starts from: normal with mean 0.</summary>
/// <remarks>
/// <para>A row's numbers depend on the seed and the row alone (SplitMix64 started from both, then Box and Muller), so rows
/// can be written by any thread in any order.</para>
/// <para><b>Source.</b> Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</para>
/// </remarks>
static class InitialFactors
{
    public static void Write(int seed, long row, float deviation, Span<float> vector)
    {
        var state = Mix(Mix((ulong)seed) ^ (ulong)row);
        for (var i = 0; i < vector.Length; i += 2)
        {
            var radius = deviation * MathF.Sqrt(-2f * MathF.Log(1f - Uniform(ref state)));
            var (sine, cosine) = MathF.SinCos(2f * MathF.PI * Uniform(ref state));
            vector[i] = radius * cosine;
            if (i + 1 < vector.Length)
            {
                vector[i + 1] = radius * sine;
            }
        }
    }

    /// <summary>From 0 up to, not including, 1, in steps of 2⁻²⁴.</summary>
    static float Uniform(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        return (Mix(state) >> 40) * (1f / (1 << 24));
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
