using Attune.Events;
using Attune.Profiles;

namespace Attune.Live;

/// <summary>How the live path follows the log.</summary>
public sealed record LiveSettings
{
    /// <summary>What each type of event says.</summary>
    public EventWeights Weights { get; init; } = new();

    /// <summary>How much a profile remembers.</summary>
    public ProfileSettings Profiles { get; init; } = new();

    /// <summary>Which items count as taken up together.</summary>
    public CoVisitSettings CoVisits { get; init; } = new();

    /// <summary>The half-lives of trending counts, ascending: 1 to 8 of them, each 1 minute to 365 days; default 1 hour, 1 day, 7 days.</summary>
    public IReadOnlyList<TimeSpan> TrendingHalfLives { get; init; } =
        [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromDays(7)];

    /// <summary>A checkpoint is due after so many events. 1 000 to 1 000 000 000; default 1 000 000.</summary>
    public long CheckpointEvents { get; init; } = 1_000_000;

    /// <summary>A checkpoint is due after this long, if anything was applied. 1 second to 1 day; default 1 minute.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most answers waiting for an event at once; more are answered with what is known. 1 to 1 000 000; default 10 000.</summary>
    public int Waiters { get; init; } = 10_000;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. Profiles.Faults(),
        .. Check("live.trendingHalfLives count", TrendingHalfLives.Count, 1, 8),
        .. TrendingHalfLives.SelectMany(h => Check("live.trendingHalfLives minutes", h.TotalMinutes, 1, 365 * 24 * 60)),
        .. Check("live.checkpointEvents", CheckpointEvents, 1_000, 1_000_000_000),
        .. Check("live.checkpointInterval seconds", CheckpointInterval.TotalSeconds, 1, 86_400),
        .. Check("live.waiters", Waiters, 1, 1_000_000),
        .. Check("live.coVisits.window minutes", CoVisits.Window.TotalMinutes, 1, 24 * 60),
        .. Check("live.coVisits.visit", CoVisits.Visit, 1, 100),
        .. Check("live.coVisits.visits", CoVisits.Visits, 100, 1_000_000),
        .. Check("live.coVisits.partners", CoVisits.Partners, 4, 1_000),
        .. Check("live.coVisits.halfLife hours", CoVisits.HalfLife.TotalHours, 1, 10 * 365 * 24),
    ];

    static IEnumerable<string> Check(string field, double value, double least, double most) =>
        value >= least && value <= most ? [] : [FormattableString.Invariant($"{field} is {value}; it must be {least} to {most}.")];
}
