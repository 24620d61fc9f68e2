using Attune.Client.Wire;
using Attune.Events;

namespace Attune.Server.Commands;

/// <summary>Events of the engine as rows of the wire.</summary>
static class EventRows
{
    public static EventRow Of(UserEvent happened) => new()
    {
        EventId = happened.EventId,
        Type = happened.Type.Name,
        UserId = happened.User?.Value,
        SessionId = happened.Session?.Value,
        ItemId = happened.Item?.Value,
        Timestamp = happened.Time.ToDateTimeOffset(),
        Value = happened.Value,
        RecommendationId = happened.RecommendationId,
        Context = happened.Context is { } context
            ? System.Text.Json.JsonSerializer.Deserialize(context, WireJson.Default.JsonElement)
            : null,
    };
}
