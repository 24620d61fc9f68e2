namespace Attune.History.Surveying;

/// <summary>Adds up those who did too much, as an engine gives them.</summary>
public sealed class RateCount
{
    readonly Dictionary<string, (long Minute, long Day, long InMinutes, long InDays)> _profiles = new(StringComparer.Ordinal);

    /// <summary>One profile's minutes, or days, above the limit.</summary>
    /// <param name="profile">The profile key's text.</param>
    /// <param name="isDay">True for days.</param>
    /// <param name="most">Acts in the fullest of them.</param>
    /// <param name="events">Acts in all of them.</param>
    public void Add(string profile, bool isDay, long most, long events)
    {
        var known = _profiles.GetValueOrDefault(profile);
        _profiles[profile] = isDay ? known with { Day = most, InDays = events } : known with { Minute = most, InMinutes = events };
    }

    /// <summary>The sum.</summary>
    /// <param name="examples">How many profiles are named.</param>
    public RateTally Finish(int examples)
    {
        var all = _profiles.Select(one => new FastProfile(one.Key, one.Value.Minute, one.Value.Day, Math.Max(one.Value.InMinutes, one.Value.InDays))).ToList();
        return new RateTally(
            all.Count,
            all.Sum(profile => profile.Events),
            [.. all.OrderByDescending(profile => profile.Events).ThenBy(profile => profile.Profile, StringComparer.Ordinal).Take(examples)]);
    }
}
