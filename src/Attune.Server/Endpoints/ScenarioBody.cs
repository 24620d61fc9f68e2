using System.Globalization;
using System.Text.Json;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using Attune.Server.Bodies;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Reads a scenario from a body: the form of every setting; what it means is checked where it is saved.</summary>
static class ScenarioBody
{
    const int NameBytes = 256;
    static readonly string[] Methods = ["mmr", "dpp"];
    static readonly string[] Fallbacks = ["trending", "popular", "none"];

    /// <summary>The scenario a body describes; what does not fit goes to the faults.</summary>
    public static Scenario Read(string name, JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers(
            "name", "version", "savedAt", "warnings", "description", "count", "relation", "weights", "filter", "exclude", "boosts", "pins", "caps",
            "shares", "diversity", "diversityMethod", "calibration", "repeatedItemWeight", "rotation", "newItemShare", "exploration", "ranker", "fallback");
        return new Scenario
        {
            Name = name,
            Description = fields.Text("description", ScenarioLimits.Description * 4) ?? "",
            Count = fields.Integer("count", 1, RecommendationRequest.MaxCount),
            Relation = RecommendationParameters.RelationOf(fields.Text("relation", NameBytes), faults),
            Weights = Weights(fields, faults),
            Filter = fields.Text("filter", FilterLimits.Length),
            Exclude = [.. Ids(fields, "exclude", ScenarioLimits.Exclude, faults)],
            Boosts = Each(fields, "boosts", ScenarioLimits.Boosts, faults, entry => new Boost(When(entry), entry.Number("factor") ?? 0), "when", "factor"),
            Pins = Each(fields, "pins", ScenarioLimits.Pins, faults, entry => new Pin(new ItemId(entry.Text("itemId", EventLimits.IdBytes, required: true) ?? ""), entry.Integer("position", 1, RecommendationRequest.MaxCount) ?? 0), "itemId", "position"),
            Caps = Each(fields, "caps", ScenarioLimits.Caps, faults, entry => new Cap(entry.Text("property", NameBytes, required: true) ?? "", entry.Integer("most", 1, RecommendationRequest.MaxCount) ?? 1, entry.Integer("window", 2, RecommendationRequest.MaxCount)), "property", "most", "window"),
            Shares = Each(fields, "shares", ScenarioLimits.Shares, faults, entry => new GroupShare(When(entry), entry.Number("least") ?? 0), "when", "least"),
            Diversity = fields.Number("diversity") ?? 0,
            DiversityMethod = (DiversityMethod)Choice(fields, "diversityMethod", Methods, faults),
            Calibration = fields.Number("calibration") ?? 0,
            RepeatedItemWeight = (float?)fields.Number("repeatedItemWeight"),
            Rotation = Rotation(fields, faults),
            NewItemShare = fields.Number("newItemShare"),
            Exploration = fields.Number("exploration") ?? 0,
            Ranker = fields.Flag("ranker") ?? true,
            Fallback = (Fallback)Choice(fields, "fallback", Fallbacks, faults),
        };
    }

    static string When(BodyFields entry) => entry.Text("when", FilterLimits.Length, required: true) ?? "true";

    static Dictionary<string, double> Weights(BodyFields fields, Faults faults)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!fields.TryGet("weights", required: false, out var given))
        {
            return weights;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            faults.Add("weights", BodyFields.Raw(given), "An object from a source's name to its weight.");
            return weights;
        }

        var entries = new BodyFields(given, "weights.", faults);
        foreach (var weight in given.EnumerateObject())
        {
            weights[weight.Name] = entries.Number(weight.Name) ?? 0;
        }

        return weights;
    }

    static IEnumerable<ItemId> Ids(BodyFields fields, string name, int most, Faults faults)
    {
        var n = 0;
        foreach (var element in fields.Elements(name, most))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{name}[{n++}]");
            if (element.ValueKind != JsonValueKind.String)
            {
                faults.Add(field, BodyFields.Raw(element), "The text of an item's id.");
            }
            else if (RecommendationParameters.Id(field, element.GetString(), faults) is { } id)
            {
                yield return new ItemId(id);
            }
        }
    }

    static List<T> Each<T>(
        BodyFields fields, string name, int most, Faults faults, Func<BodyFields, T> read, params string[] known)
    {
        var all = new List<T>();
        foreach (var element in fields.Elements(name, most))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{name}[{all.Count}]");
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, BodyFields.Raw(element), $"An object with {string.Join(", ", known)}.");
                break;
            }

            var entry = new BodyFields(element, path + ".", faults);
            entry.RefuseOthers(known);
            all.Add(read(entry));
        }

        return all;
    }

    static Rotation? Rotation(BodyFields fields, Faults faults)
    {
        if (!fields.TryGet("rotation", required: false, out var given))
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            faults.Add("rotation", BodyFields.Raw(given), "An object with after, factor and rest.");
            return null;
        }

        var entry = new BodyFields(given, "rotation.", faults);
        entry.RefuseOthers("after", "factor", "rest");
        return new Rotation(entry.Integer("after", 1, 1_000) ?? 1, entry.Number("factor") ?? 0, entry.Number("rest") ?? 24);
    }

    static int Choice(BodyFields fields, string name, string[] names, Faults faults)
    {
        if (fields.Text(name, NameBytes) is not { } given)
        {
            return 0;
        }

        var at = Array.IndexOf(names, given);
        if (at < 0)
        {
            faults.Add(name, given, $"One of {string.Join(", ", names)}.", null, NearestName.Of(given, names));
        }

        return Math.Max(at, 0);
    }
}
