namespace Attune.Live;

/// <summary>The visits under way in one partition, by profile key; bounded, the longest untouched dropped first.</summary>
/// <remarks>Two halves: a touched visit moves into the young one, and when that is full the old one is dropped and the young
/// one becomes old. Every step is a function of the events alone, so a replay comes to the same visits.</remarks>
sealed class Visits(CoVisitSettings settings)
{
    readonly int _half = Math.Max(1, settings.Visits / 2);

    public Dictionary<string, Visit> Young { get; private set; } = [];

    public Dictionary<string, Visit> Old { get; private set; } = [];

    public Visit Of(string profile)
    {
        if (Young.TryGetValue(profile, out var visit))
        {
            return visit;
        }

        if (!Old.Remove(profile, out visit))
        {
            visit = new Visit();
        }

        if (Young.Count >= _half)
        {
            (Old, Young) = (Young, []);
        }

        Young[profile] = visit;
        return visit;
    }
}
