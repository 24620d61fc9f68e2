using Attune.Events;
using Attune.Profiles;

namespace Attune.Recommending.Candidates;

/// <summary>How much each of a profile's interactions says now.</summary>
/// <remarks>
/// Faded strength: strength · 2^(−age / half-life of the type), the age counted back from the profile's own latest
/// interaction, so that somebody who comes back after a year is not a stranger.
/// Attention: faded strength · decay^(newer interactions), for sources that follow the moment rather than the taste.
/// </remarks>
static class Signal
{
    /// <summary>Writes both by place in the ring.</summary>
    public static void Measure(
        ReadOnlySpan<Interaction> recent, EventWeights weights, float positionDecay, Span<float> faded, Span<float> attention)
    {
        var latest = long.MinValue;
        foreach (var interaction in recent)
        {
            latest = Math.Max(latest, interaction.Seconds);
        }

        Span<double> halfLives = stackalloc double[EventType.CodeCount];
        foreach (var type in EventType.Known)
        {
            halfLives[type.Code] = weights.Of(type).HalfLife.TotalSeconds;
        }

        halfLives[EventType.CustomCode] = CustomHalfLife.TotalSeconds;
        var position = 1f;
        for (var i = recent.Length - 1; i >= 0; i--)
        {
            var halfLife = halfLives[recent[i].Type];
            var age = latest - recent[i].Seconds;
            faded[i] = recent[i].Strength * (float)Math.Pow(2, halfLife > 0 ? -age / halfLife : 0);
            attention[i] = faded[i] * position;
            position *= positionDecay;
        }
    }

    // The ring does not keep a custom type's name, so they share one half-life.
    static readonly TimeSpan CustomHalfLife = TimeSpan.FromDays(30);
}
