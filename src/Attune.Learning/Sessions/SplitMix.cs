namespace Attune.Learning.Sessions;

/// <summary>Random numbers from a seed: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), cheap enough to begin anew for every row.</summary>
sealed class SplitMix(ulong seed)
{
    ulong _state = seed;

    /// <summary>A generator of its own for a place in the work, whatever else was drawn.</summary>
    internal static SplitMix At(int seed, int epoch, int place) =>
        new(((ulong)(uint)seed << 40) ^ ((ulong)(uint)epoch << 32) ^ (uint)place ^ 0x5DEECE66DUL);

    internal ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below 1.</summary>
    internal float NextFloat() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>From 0 to below a limit; the bias is below limit / 2⁶⁴.</summary>
    internal int NextBelow(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);
}
