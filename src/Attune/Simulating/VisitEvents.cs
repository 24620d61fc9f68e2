using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Events;

namespace Attune.Simulating;

/// <summary>Stamps the events of one visit: ids that follow from the visit, times that go on.</summary>
sealed class VisitEvents(SessionId session, UserId? user, EventTime start)
{
    int _count;

    /// <summary>When the next event happens.</summary>
    public EventTime Now { get; private set; } = start;

    public void Wait(double seconds) => Now = Now.Plus(TimeSpan.FromSeconds(seconds));

    public UserEvent Stamp(
        EventType type, SimulatedItem? item, string? recommendationId = null, int? position = null, double? value = null, string? query = null)
    {
        var context = position is null && query is null ? null : new JsonObject();
        if (position is { } place)
        {
            context!["position"] = place;
        }

        if (query is not null)
        {
            context!["query"] = query;
        }

        return new UserEvent
        {
            EventId = session.Value + "." + _count++.ToString(CultureInfo.InvariantCulture),
            Type = type,
            User = user,
            Session = session,
            Item = item?.Id,
            Time = Now,
            Value = value,
            RecommendationId = recommendationId,
            Context = context?.ToJsonString(),
        };
    }
}
