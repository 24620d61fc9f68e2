namespace Attune.Recommending;

/// <summary>When an answer is due, by a clock that only goes forward.</summary>
readonly struct Deadline(TimeProvider clock, TimeSpan within)
{
    readonly long _started = clock.GetTimestamp();

    /// <summary>Since the question came.</summary>
    public TimeSpan Taken => clock.GetElapsedTime(_started);

    /// <summary>Until the answer is due; below zero when it is late.</summary>
    public TimeSpan Left => within - Taken;
}
