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
            "userId", "sessionId", "itemId", "cart", "relation", "events", "scenario", "count", "filter", "exclude", "include", "columns", "after", "deadline", "explain");
        return ReadAsked(fields, RecommendationRequest.MaxCount, faults) with
        {
            Item = Id(fields, "itemId", faults) is { } item ? new ItemId(item) : null,
            Cart = Items(fields, "cart", RecommendationRequest.MaxCart, faults),
            Include = Items(fields, "include", RecommendationRequest.MaxInclude, faults),
            Relation = RecommendationParameters.RelationOf(fields.Text("relation", RecommendationParameters.ScenarioBytes), faults),
        };
    }

    /// <summary>The same for items to be put in order.</summary>
    public static RecommendationRequest ReadGiven(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("userId", "sessionId", "items", "events", "scenario", "count", "filter", "exclude", "columns", "after", "deadline", "explain");
        var given = Items(fields, "items", RecommendationRequest.MaxGiven, faults);
        if (given.Count == 0 && !faults.Any)
        {
            faults.Add("items", null, "At least one item's id.");
        }

        return ReadAsked(fields, RecommendationRequest.MaxGiven, faults) with { Given = given };
    }

    /// <summary>What every question in a body has: who asks, for which placement, how many, under which condition.</summary>
    public static RecommendationRequest ReadAsked(BodyFields fields, int mostCount, Faults faults)
    {
        var deadline = fields.Integer("deadline", 1, (int)RecommendationRequest.MaxDeadline.TotalMilliseconds);
        return new RecommendationRequest
        {
            User = Id(fields, "userId", faults) is { } user ? new UserId(user) : null,
            Session = Id(fields, "sessionId", faults) is { } session ? new SessionId(session) : null,
            Events = Events(fields, faults),
            Scenario = fields.Text("scenario", RecommendationParameters.ScenarioBytes) ?? Recommending.Scenarios.Scenario.DefaultName,
            Count = fields.Integer("count", 1, mostCount),
            Filter = fields.Text("filter", FilterLimits.Length),
            Exclude = Items(fields, "exclude", MostExcluded, faults),
            After = RecommendationParameters.Token("after", fields.Text("after", RecommendationParameters.TokenBytes), faults),
            Deadline = deadline is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : RecommendationRequest.DefaultDeadline,
            Explain = fields.Flag("explain") ?? false,
            Columns = ColumnText.Read(fields, faults),
        };
    }

    /// <summary>An id; null, and a fault, where it is none.</summary>
    public static string? Id(BodyFields fields, string name, Faults faults) =>
        RecommendationParameters.Id(name, fields.Text(name, EventLimits.IdBytes), faults);

    /// <summary>The items an array names, each once, in the order of their first places.</summary>
    public static IReadOnlyList<ItemId> Items(BodyFields fields, string name, int most, Faults faults) =>
        [.. Ids(fields, name, most, faults).Select(id => new ItemId(id))];

    /// <summary>The ids an array has, each once, in the order of their first places.</summary>
    public static IReadOnlyList<string> Ids(BodyFields fields, string name, int most, Faults faults)
    {
        var ids = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        var place = 0;
        foreach (var element in fields.Elements(name, most))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{name}[{place++}]");
            if (element.ValueKind != JsonValueKind.String)
            {
                faults.Add(field, BodyFields.Raw(element), "The text of an id.");
                break;
            }

            ids.TryAdd(RecommendationParameters.Id(field, element.GetString(), faults) ?? "", true);
        }

        return [.. ids.Keys];
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
