namespace Attune.Events;

/// <summary>An instant in UTC, in whole microseconds since 1970: the unit of the log and of the history.</summary>
/// <param name="Micros">Microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct EventTime(long Micros) : IComparable<EventTime>
{
    /// <summary>Microseconds in a second.</summary>
    public const long MicrosPerSecond = 1_000_000;

    /// <summary>The same instant; ticks finer than a microsecond are dropped.</summary>
    public static EventTime From(DateTimeOffset instant) =>
        new((instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The instant the clock shows.</summary>
    public static EventTime Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>The same instant as a date and time in UTC.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddMicroseconds(Micros);

    /// <summary>How long after <paramref name="earlier"/> this is; negative where it is before.</summary>
    public TimeSpan Since(EventTime earlier) => TimeSpan.FromMicroseconds(Micros - earlier.Micros);

    /// <summary>This instant, moved.</summary>
    public EventTime Plus(TimeSpan by) => new(Micros + (by.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <inheritdoc/>
    public int CompareTo(EventTime other) => Micros.CompareTo(other.Micros);

    /// <summary>Earlier.</summary>
    public static bool operator <(EventTime left, EventTime right) => left.Micros < right.Micros;

    /// <summary>Later.</summary>
    public static bool operator >(EventTime left, EventTime right) => left.Micros > right.Micros;

    /// <summary>Not later.</summary>
    public static bool operator <=(EventTime left, EventTime right) => left.Micros <= right.Micros;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(EventTime left, EventTime right) => left.Micros >= right.Micros;

    /// <inheritdoc/>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
