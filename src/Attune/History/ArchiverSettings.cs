using Attune.Operating;

namespace Attune.History;

/// <summary>How the archiver gathers events before it commits them.</summary>
public sealed record ArchiverSettings
{
    /// <summary>A commit is made at this many events. 1 to 1 000 000; default 200 000: the more, the
    /// fewer fsyncs and the better DuckDB packs; the events gathered take some 0.5 KB each.</summary>
    public int BatchEvents { get; init; } = 200_000;

    /// <summary>A commit is made this long after its first event. 1 ms to 1 min; default 500 ms.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait after a first failure; it doubles with each further one. 1 ms to 1 min; default 100 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries. At least <see cref="FirstRetry"/>, up to 10 min; default 30 s.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("archive")
        .Within(BatchEvents, 1, 1_000_000)
        .Within(BatchTime, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))
        .Within(FirstRetry, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))
        .Within(LongestRetry, FirstRetry, TimeSpan.FromMinutes(10))
        .Found;
}
