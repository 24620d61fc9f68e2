using Attune.Client.Wire;
using Attune.Featuring;

namespace Attune.Server.Endpoints;

/// <summary>Shows features by their names.</summary>
static class FeatureText
{
    /// <summary>Of one user or item.</summary>
    public static OneFeaturesAnswer One(IReadOnlyList<Feature> features, Featuring.FeatureRow row, FeatureReading read) => new()
    {
        Id = row.Id,
        Known = row.Known,
        Values = Values(features, row),
        Units = Units(features),
        AsOf = read.AsOf.ToDateTimeOffset(),
        Watermark = read.Watermark.ToString(),
    };

    /// <summary>Of several.</summary>
    public static FeaturesAnswer Many(LiveFeatures features, FeatureReading read) => new()
    {
        Users = Rows(features.OfUser, read.Users),
        Items = Rows(features.OfItem, read.Items),
        Units = Units([.. read.Users.Count > 0 ? features.OfUser : [], .. read.Items.Count > 0 ? features.OfItem : []]),
        AsOf = read.AsOf.ToDateTimeOffset(),
        Watermark = read.Watermark.ToString(),
    };

    /// <summary>All there are, explained.</summary>
    public static FeatureDefinitions Definitions(LiveFeatures features) => new(
        [.. features.OfUser.Concat(features.OfItem).Concat(features.OfPair).Select(feature => new FeatureDefinition(
            feature.Name, feature.Of.ToString().ToLowerInvariant(), feature.Unit, feature.Meaning, feature.InHistory))]);

    static List<Client.Wire.FeatureRow> Rows(IReadOnlyList<Feature> features, IReadOnlyList<Featuring.FeatureRow> rows) =>
        [.. rows.Select(row => new Client.Wire.FeatureRow(row.Id, row.Known, Values(features, row)))];

    static Dictionary<string, double?> Values(IReadOnlyList<Feature> features, Featuring.FeatureRow row) =>
        features.Select((feature, at) => KeyValuePair.Create(feature.Name, double.IsFinite(row.Values[at]) ? row.Values[at] : (double?)null)).ToDictionary();

    static Dictionary<string, string> Units(IEnumerable<Feature> features) => features.ToDictionary(feature => feature.Name, feature => feature.Unit);
}
