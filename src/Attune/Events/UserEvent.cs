using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <summary>Says that what a session or another user did is from now on a user's.</summary>
    public static UserEvent Merge(string eventId, UserId into, ProfileKey from, EventTime now) => new()
    {
        EventId = eventId,
        Type = EventType.Merge,
        User = into,
        Session = from.IsUser ? null : new SessionId(from.Value[2..]),
        Context = from.IsUser ? JsonSerializer.Serialize(from.Value, EventJson.Default.String) : null,
        Time = now,
    };

    /// <summary>The profile that becomes part of the user's by this event: the session's, where both are named; null where there is none.</summary>
    public ProfileKey? JoinedProfile => User is null ? null
        : Session is { } session ? ProfileKey.Of(session)
        : Type.Code == EventType.Merge.Code && Context is not null ? new ProfileKey(JsonSerializer.Deserialize(Context, EventJson.Default.String)!)
        : null;

    /// <summary>Whose profile it belongs to; an erased event belongs to none and must not be asked.</summary>
    public ProfileKey ProfileKey => User is { } user ? ProfileKey.Of(user) : ProfileKey.Of(Session!.Value);
}

/// <summary>How a merge writes whom it joins into its context.</summary>
[JsonSerializable(typeof(string))]
sealed partial class EventJson : JsonSerializerContext;
