using System.Globalization;

namespace Attune.Recommending;

/// <summary>Gives answers their identities: 48 bits of time in milliseconds, then 64 random bits, in hex; they sort by time.</summary>
/// <remarks>The random bits are SplitMix64 (Steele, Lea, Flood 2014) of the seed and a count, so a test repeats them.</remarks>
sealed class RecommendationIds(TimeProvider clock, ulong seed)
{
    ulong _count;

    /// <summary>The next identity, and the random bits in it, which also decide what else is left to chance in the answer.</summary>
    public (string Id, ulong Chance) Next()
    {
        var chance = Mix(seed + (Interlocked.Increment(ref _count) * 0x9E3779B97F4A7C15));
        var milliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return (string.Create(CultureInfo.InvariantCulture, $"{milliseconds:x12}{chance:x16}"), chance);
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
