using Attune.Operating;

namespace Attune.Cluster.Spool;

/// <summary>When events wait on this machine for a log that is away, and how they come to it. Part <c>spool</c> of the settings.</summary>
public sealed record SpoolSettings
{
    /// <summary>
    /// How long an append waits for the log before it goes to the spool instead, twice as long where others are acknowledged meanwhile:
    /// then the log is slow, and not away. 10 ms to 1 minute; default 1 second.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many events may wait; beyond it an append is refused as overloaded. 1 to 1 000 000 000; default 50 000 000.</summary>
    public long Events { get; init; } = 50_000_000;

    /// <summary>How many events are moved to the log at once. 1 to 10 000; default 5 000.</summary>
    public int BatchEvents { get; init; } = 5_000;

    /// <summary>The wait after a first failure to move events; it doubles with each further one. 1 ms to 1 minute; default 100 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries. 1 ms to 10 minutes; default 5 seconds.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("spool")
        .Within(Patience, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
        .Within(Events, 1, 1_000_000_000)
        .Within(BatchEvents, 1, 10_000)
        .Within(FirstRetry, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))
        .Within(LongestRetry, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10))
        .Found;
}
