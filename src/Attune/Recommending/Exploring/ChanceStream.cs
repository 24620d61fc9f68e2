namespace Attune.Recommending.Exploring;

/// <summary>Random numbers that follow from the random bits of an answer, so that the answer can be made again.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014). A copy goes its own way.</remarks>
struct ChanceStream(ulong bits)
{
    const ulong Step = 0x9E37_79B9_7F4A_7C15;

    // Not the numbers that the choice among new items is made by.
    ulong _state = bits ^ 0xD1B5_4A32_D192_ED03;

    /// <summary>From 0 to below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below a bound.</summary>
    public int Next(int bound) => (int)(NextDouble() * bound);

    /// <summary>Mean 0, deviation 1; Box and Muller.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Of a gamma distribution with a rate of 1; its mean is its shape.</summary>
    /// <remarks>Marsaglia, Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 2000.</remarks>
    /// <param name="shape">1 or more.</param>
    public double NextGamma(double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    ulong Next()
    {
        var z = _state += Step;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
