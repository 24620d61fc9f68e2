using System.Globalization;
using System.Text.Json;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending;
using Attune.Recommending.Lists;
using Attune.Server.Bodies;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Reads the body of a question for a page.</summary>
static class PageBody
{
    const int NameBytes = 64;
    const int TitleBytes = 512;
    static readonly string[] Orders = ["given", "ranked"];

    /// <summary>The page it asks for; what breaks a limit goes to the faults.</summary>
    public static PageRequest Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("userId", "sessionId", "cart", "events", "filter", "exclude", "after", "deadline", "explain", "order", "rows");
        var order = Choice(fields, "", "order", Orders, faults);
        var rows = new List<PageRow>();
        foreach (var element in fields.Elements("rows", PageRequest.MaxRows))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"rows[{rows.Count}]");
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, BodyFields.Raw(element), "An object with a name.");
                break;
            }

            rows.Add(Row(new BodyFields(element, path + ".", faults), path + ".", faults));
        }

        return new PageRequest
        {
            Asked = RecommendationBody.ReadAsked(fields, RecommendationRequest.MaxCount, faults) with
            {
                Cart = RecommendationBody.Items(fields, "cart", RecommendationRequest.MaxCart, faults),
            },
            Rows = rows,
            Ranked = order == 1,
        };
    }

    static PageRow Row(BodyFields fields, string path, Faults faults)
    {
        fields.RefuseOthers("name", "title", "kind", "itemId", "scenario", "count", "minimum", "fill", "filter");
        var item = RecommendationParameters.Id(path + "itemId", fields.Text("itemId", EventLimits.IdBytes), faults);
        return new PageRow
        {
            Name = fields.Text("name", NameBytes, required: true) ?? "",
            Title = fields.Text("title", TitleBytes),
            Kind = (RowKind)Choice(fields, path, "kind", RowKinds.Names, faults),
            Item = item is null ? null : new ItemId(item),
            Scenario = fields.Text("scenario", RecommendationParameters.ScenarioBytes) ?? Recommending.Scenarios.Scenario.DefaultName,
            Count = fields.Integer("count", 1, RecommendationRequest.MaxCount),
            Minimum = fields.Integer("minimum", 0, RecommendationRequest.MaxCount) ?? 1,
            Fill = fields.Flag("fill") ?? false,
            Filter = fields.Text("filter", FilterLimits.Length),
        };
    }

    static int Choice(BodyFields fields, string path, string name, IReadOnlyList<string> names, Faults faults)
    {
        if (fields.Text(name, NameBytes) is not { } text)
        {
            return 0;
        }

        for (var n = 0; n < names.Count; n++)
        {
            if (names[n] == text)
            {
                return n;
            }
        }

        faults.Add(path + name, text, $"One of {string.Join(", ", names)}.", null, NearestName.Of(text, names));
        return 0;
    }
}
