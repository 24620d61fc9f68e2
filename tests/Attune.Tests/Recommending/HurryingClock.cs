namespace Attune.Tests.Recommending;

/// <summary>A clock on which every look costs a fixed time: what has a deadline is late at a known look.</summary>
sealed class HurryingClock(TimeSpan aLook) : TimeProvider
{
    long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref _looks) * aLook.Ticks;
}
