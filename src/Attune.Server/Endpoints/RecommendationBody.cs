using System.Globalization;
using System.Text.Json;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending;
using Attune.Server.Bodies;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Reads the body of the general question.</summary>
static class RecommendationBody
{
    /// <summary>Most items a question may name as not wanted.</summary>
    public const int MostExcluded = 1000;

    /// <summary>The request it asks for; what breaks a limit goes to the faults.</summary>
    public static RecommendationRequest Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers(
            "userId", "sessionId", "itemId", "relation", "events", "scenario", "count", "filter", "exclude", "after", "deadline", "explain");
        var deadline = fields.Integer("deadline", 1, (int)RecommendationRequest.MaxDeadline.TotalMilliseconds);
        return new RecommendationRequest
        {
            User = Id(fields, "userId", faults) is { } user ? new UserId(user) : null,
            Session = Id(fields, "sessionId", faults) is { } session ? new SessionId(session) : null,
            Item = Id(fields, "itemId", faults) is { } item ? new ItemId(item) : null,
            Relation = RecommendationParameters.RelationOf(fields.Text("relation", RecommendationParameters.ScenarioBytes), faults),
            Events = Events(fields, faults),
            Scenario = fields.Text("scenario", RecommendationParameters.ScenarioBytes) ?? Recommending.Scenarios.Scenario.DefaultName,
            Count = fields.Integer("count", 1, RecommendationRequest.MaxCount),
            Filter = fields.Text("filter", FilterLimits.Length),
            Exclude = Excluded(fields, faults),
            After = RecommendationParameters.Token("after", fields.Text("after", RecommendationParameters.TokenBytes), faults),
            Deadline = deadline is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : RecommendationRequest.DefaultDeadline,
            Explain = fields.Flag("explain") ?? false,
        };
    }

    static string? Id(BodyFields fields, string name, Faults faults) =>
        RecommendationParameters.Id(name, fields.Text(name, EventLimits.IdBytes), faults);

    static List<ItemId> Excluded(BodyFields fields, Faults faults)
    {
        var excluded = new List<ItemId>();
        foreach (var element in fields.Elements("exclude", MostExcluded))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"exclude[{excluded.Count}]");
            if (element.ValueKind != JsonValueKind.String)
            {
                faults.Add(field, BodyFields.Raw(element), "The text of an item's id.");
                break;
            }

            excluded.Add(new ItemId(RecommendationParameters.Id(field, element.GetString(), faults) ?? ""));
        }

        return excluded;
    }

    static List<RequestEvent> Events(BodyFields fields, Faults faults)
    {
        var events = new List<RequestEvent>();
        foreach (var element in fields.Elements("events", RecommendationRequest.MaxEvents))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"events[{events.Count}]");
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, BodyFields.Raw(element), "An object with type and itemId.");
                break;
            }

            var read = Event(new BodyFields(element, path + ".", faults), path, faults);
            if (read is null)
            {
                break;
            }

            events.Add(read);
        }

        return events;
    }

    static RequestEvent? Event(BodyFields fields, string path, Faults faults)
    {
        fields.RefuseOthers("type", "itemId", "timestamp", "value");
        var name = fields.Text("type", 71, required: true);
        var item = RecommendationParameters.Id(path + ".itemId", fields.Text("itemId", EventLimits.IdBytes, required: true), faults);
        var time = fields.Instant("timestamp");
        var value = fields.Number("value");
        if (name is null || item is null)
        {
            return null;
        }

        if (EventType.TryParse(name, out var type))
        {
            return new RequestEvent(type, new ItemId(item), time is { } at ? EventTime.From(at) : null, value);
        }

        var known = EventType.Known.Select(each => each.Name);
        faults.Add(path + ".type", name, $"One of {string.Join(", ", known)} or custom:NAME.", null, NearestName.Of(name, known));
        return null;
    }
}
