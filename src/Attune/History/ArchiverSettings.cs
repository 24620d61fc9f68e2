namespace Attune.History;

/// <summary>How the archiver gathers events before it commits them.</summary>
public sealed record ArchiverSettings
{
    /// <summary>A commit is made at this many events. 1 to 1 000 000; default 50 000.</summary>
    public int BatchEvents { get; init; } = 50_000;

    /// <summary>A commit is made this long after its first event. 1 ms to 1 min; default 500 ms.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait after a first failure; it doubles with each further one. 1 ms to 1 min; default 100 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries. At least <see cref="FirstRetry"/>, up to 10 min; default 30 s.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the setting, its value and the limit.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchEvents, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchEvents, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchTime, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchTime, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstRetry, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstRetry, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestRetry, FirstRetry);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LongestRetry, TimeSpan.FromMinutes(10));
    }
}
