using Attune.Events;
using Attune.Learning.Sessions;
using Attune.Operating;
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

    /// <summary>How what became of shown items is learned.</summary>
    public OutcomeSettings Outcomes { get; init; } = new();

    /// <summary>How many visits are kept to tell what comes next in another. Capacity 1 000 to 50 000 000; default 100 000.</summary>
    public SessionIndexSettings Sessions { get; init; } = new() { Capacity = 100_000 };

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
    public IReadOnlyList<string> Faults()
    {
        var faults = new SettingFaults("live")
            .And(Weights.Faults())
            .And(Profiles.Faults())
            .And(Outcomes.Faults())
            .Within(TrendingHalfLives.Count, 1, 8, "TrendingHalfLives.Count")
            .Within(CheckpointEvents, 1_000, 1_000_000_000)
            .Within(CheckpointInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
            .Within(Waiters, 1, 1_000_000)
            .Within(Sessions.Capacity, 1_000, 50_000_000)
            .Within(Sessions.Length, 2, 256)
            .Within(Sessions.SessionsPerItem, 1, 100_000)
            .Within(CoVisits.Window, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1))
            .Within(CoVisits.Visit, 1, 100)
            .Within(CoVisits.Visits, 100, 1_000_000)
            .Within(CoVisits.Partners, 4, 1_000)
            .Within(CoVisits.HalfLife, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650));
        foreach (var halfLife in TrendingHalfLives)
        {
            faults.Within(halfLife, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365), nameof(TrendingHalfLives));
        }

        return faults.Found;
    }
}
