using System.Runtime.InteropServices;
using System.Text.Json;
using Attune.Catalog;
using Attune.Filtering;

namespace Attune.Recommending.Lists;

/// <summary>Orders the values of a property, as categories or brands, by a user's taste.</summary>
/// <remarks>
/// <para><b>Computes.</b> For each value the mean of three shares: of what the profile holds, by strength, with the weight of one for each
/// interaction; of what would be recommended now, by score, with the weight of <see cref="RankedWeight"/> interactions; of the catalog,
/// with that of <see cref="CatalogWeight"/>. So a stranger gets what trends, and one view does not make a taste.</para>
/// <para>An item of several values counts for each.</para>
/// </remarks>
sealed class ValuesMaking(ItemCatalog catalog, string property)
{
    /// <summary>Items that would be recommended, of which the values are looked at.</summary>
    public const int Ranked = 200;

    const double RankedWeight = 5;
    const double CatalogWeight = 3;

    readonly CatalogSnapshot _snapshot = catalog.Snapshot;
    readonly Dictionary<string, double> _own = new(StringComparer.Ordinal);
    readonly Dictionary<string, double> _ranked = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<RecommendedItem>> _items = new(StringComparer.Ordinal);

    /// <summary>Why no list can be made of the property; null where one can.</summary>
    public RecommendOutcome.Refused? FaultOf()
    {
        if (_snapshot.Schema.TryGet(property, out var known) && known.Type is PropertyType.Text or PropertyType.TextSet)
        {
            return null;
        }

        var names = _snapshot.Schema.Properties.Where(one => one.Type is PropertyType.Text or PropertyType.TextSet).Select(one => one.Name).Take(20);
        return new("property", property.Length > 64 ? property[..64] : property, $"A text or a set of texts that items have: {string.Join(", ", names)}.");
    }

    /// <summary>The values.</summary>
    /// <param name="recent">Ordinals and strengths of what the profile holds.</param>
    /// <param name="ranked">What would be recommended, best first.</param>
    /// <param name="count">Most values.</param>
    /// <param name="items">Most items of each.</param>
    public List<UserValue> Make(IReadOnlyList<(int Item, float Strength)> recent, IReadOnlyList<RecommendedItem> ranked, int count, int items)
    {
        var strength = recent.Sum(one => (double)one.Strength);
        foreach (var (item, part) in recent)
        {
            Add(_own, _snapshot.PropertiesUtf8(item).Span, strength > 0 ? part / strength : 0);
        }

        var scores = ranked.Sum(item => item.Score);
        foreach (var item in ranked)
        {
            foreach (var value in Add(_ranked, item.Properties.Span, scores > 0 ? item.Score / scores : 0))
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, value, out _);
                list ??= [];
                if (list.Count < items)
                {
                    list.Add(item);
                }
            }
        }

        var (ownWeight, rankedWeight) = (strength > 0 ? recent.Count : 0, scores > 0 ? RankedWeight : 0);
        return
        [
            .. _own.Keys.Union(_ranked.Keys).Select(value =>
            {
                var share = CatalogShare(value);
                var sum = (ownWeight * _own.GetValueOrDefault(value)) + (rankedWeight * _ranked.GetValueOrDefault(value)) + (CatalogWeight * share);
                return new UserValue(value, sum / (ownWeight + rankedWeight + CatalogWeight), share, _items.GetValueOrDefault(value) ?? []);
            }).OrderByDescending(value => value.Share).ThenBy(value => value.Value, StringComparer.Ordinal).Take(count),
        ];
    }

    List<string> Add(Dictionary<string, double> shares, ReadOnlySpan<byte> properties, double part)
    {
        var values = ValuesOf(properties);
        foreach (var value in values)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(shares, value, out _) += part;
        }

        return values;
    }

    List<string> ValuesOf(ReadOnlySpan<byte> properties)
    {
        var values = new List<string>();
        if (properties.IsEmpty)
        {
            return values;
        }

        var reader = new Utf8JsonReader(properties);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(property);
            reader.Read();
            if (!isIt)
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                values.Add(reader.GetString()!);
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    values.Add(reader.GetString()!);
                }
            }
        }

        return [.. values.Distinct()];
    }

    // A look-up where it was asked before and the catalog stands as it did; else some microseconds for ten thousand items.
    double CatalogShare(string value)
    {
        var text = JsonSerializer.Serialize(value);
        var isSet = _snapshot.Schema.TryGet(property, out var known) && known.Type == PropertyType.TextSet;
        var condition = isSet ? $"{text} in item.{property}" : $"item.{property} == {text}";
        return _snapshot.Listed.Count is > 0 and var all && _snapshot.Compile(condition) is FilterOutcome.Compiled compiled
            ? (double)_snapshot.Evaluate(compiled.Filter, new FilterContext(default)).Count / all
            : 0;
    }
}
