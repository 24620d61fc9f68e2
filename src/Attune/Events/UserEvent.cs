namespace Attune.Events;

/// <summary>One thing one user did, validated and in canonical form: what the log holds.</summary>
/// <remarks>Either a user or a session is named. The limits of each field are in <see cref="EventLimits"/>.</remarks>
public sealed record UserEvent
{
    /// <summary>What stands in the place of an event that was erased: the offset is kept, and nothing else.</summary>
    public static UserEvent Erased { get; } = new() { EventId = "", Type = EventType.Erased, Time = default };

    /// <summary>The event's identity. Two events with the same id are one event.</summary>
    public required string EventId { get; init; }

    /// <summary>What was done.</summary>
    public required EventType Type { get; init; }

    /// <summary>Who did it, where known.</summary>
    public UserId? User { get; init; }

    /// <summary>In which visit, where known.</summary>
    public SessionId? Session { get; init; }

    /// <summary>To which item; null only for types that need none (<c>search</c>, <c>custom:…</c>).</summary>
    public ItemId? Item { get; init; }

    /// <summary>When it happened, by the sender's clock.</summary>
    public required EventTime Time { get; init; }

    /// <summary>Amount paid, rating given, or portion consumed: finite, by type.</summary>
    public double? Value { get; init; }

    /// <summary>The recommendation that led to it.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>The application's own words about the circumstances: the text of a JSON object.</summary>
    public string? Context { get; init; }

    /// <summary>True where nothing is left of it but its offset.</summary>
    public bool IsErased => Type.Code == EventType.Erased.Code;

    /// <summary>Whose profile it belongs to; an erased event belongs to none and must not be asked.</summary>
    public ProfileKey ProfileKey => User is { } user ? ProfileKey.Of(user) : ProfileKey.Of(Session!.Value);
}
