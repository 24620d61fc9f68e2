using System.Text.Json;

namespace Attune.Client.Wire;

/// <summary>One thing one user did, as sent to <c>POST /v1/events</c>.</summary>
/// <remarks>Either <see cref="UserId"/> or <see cref="SessionId"/> is needed; every id is 1 to 256 UTF-8 bytes.</remarks>
public sealed record EventRow
{
    /// <summary>The event's identity: the same id sent twice is one event. Made by the client library, or else by the server, where null.</summary>
    public string? EventId { get; init; }

    /// <summary>
    /// <c>view, click, cart, purchase, rating, like, dislike, hide, portion, impression, search</c> or <c>custom:</c> and a name.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Who did it, where known.</summary>
    public string? UserId { get; init; }

    /// <summary>In which visit, where known.</summary>
    public string? SessionId { get; init; }

    /// <summary>To which item; null only for <c>search</c> and <c>custom:…</c>.</summary>
    public string? ItemId { get; init; }

    /// <summary>When it happened; null for the moment of arrival. From 1990 to 24 hours ahead of the server's clock.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Amount paid, rating given, or portion consumed (0 to 1): required for <c>rating</c> and <c>portion</c>.</summary>
    public double? Value { get; init; }

    /// <summary>The recommendation that led to it.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>A JSON object of the application's own, at most 4096 UTF-8 bytes.</summary>
    public JsonElement? Context { get; init; }
}
