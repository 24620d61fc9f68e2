namespace Attune.Events;

/// <summary>The limits of an event and of a request that carries events: named in every refusal.</summary>
public static class EventLimits
{
    /// <summary>Longest id of a user, session, item, event or recommendation, in UTF-8 bytes.</summary>
    public const int IdBytes = 256;

    /// <summary>Longest context, in UTF-8 bytes of JSON text.</summary>
    public const int ContextBytes = 4096;

    /// <summary>Most events in one request.</summary>
    public const int BatchEvents = 10_000;

    /// <summary>Largest request body, in bytes.</summary>
    public const int BodyBytes = 16 * 1024 * 1024;

    /// <summary>How far an event may lie in the future by the server's clock.</summary>
    public static TimeSpan Future { get; } = TimeSpan.FromHours(24);

    /// <summary>The oldest instant an event may carry: 1990-01-01, so that a replayed archive passes and a zero does not.</summary>
    public static EventTime Oldest { get; } = EventTime.From(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
