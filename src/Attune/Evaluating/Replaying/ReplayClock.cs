using Attune.Events;

namespace Attune.Evaluating.Replaying;

/// <summary>A clock that shows the time of the event being replayed, so that what fades by age fades as it did then. Timers run by the system's.</summary>
public sealed class ReplayClock : TimeProvider
{
    long _micros;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new EventTime(Interlocked.Read(ref _micros)).ToDateTimeOffset();

    /// <summary>Moves on to an instant; never back.</summary>
    public void MoveTo(EventTime instant)
    {
        if (instant.Micros > Interlocked.Read(ref _micros))
        {
            Interlocked.Exchange(ref _micros, instant.Micros);
        }
    }
}
