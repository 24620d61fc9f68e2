namespace Attune.Simulating;

/// <summary>
/// Random numbers from a seed and as many further numbers as name what they are for: a draw never depends on the draws of
/// something else. Mixing as in SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
/// </summary>
struct SeededRandom
{
    ulong _state;

    public SeededRandom(params ReadOnlySpan<long> names)
    {
        foreach (var name in names)
        {
            _state = Mix(_state + 0x9E37_79B9_7F4A_7C15) ^ (ulong)name;
        }
    }

    /// <summary>From 0 to below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below a bound.</summary>
    public int Next(int bound) => (int)(NextDouble() * bound);

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Mean 0, deviation 1; Box and Muller.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    ulong Next() => Mix(_state += 0x9E37_79B9_7F4A_7C15);

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
