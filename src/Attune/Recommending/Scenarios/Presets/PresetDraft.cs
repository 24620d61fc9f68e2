using Attune.Catalog;

namespace Attune.Recommending.Scenarios.Presets;

/// <summary>Fits the rules of a preset to the properties a catalog has, and notes what it has to leave out.</summary>
sealed class PresetDraft(PropertySchema schema)
{
    static readonly PropertyType[] Countable = [PropertyType.Text, PropertyType.TextSet];

    readonly List<string> _notes = [];

    /// <summary>What was left out, a sentence each, once each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Only what can be had; what says nothing of it counts as there.</summary>
    public string? InStock() => First(
        "The condition that items are in stock",
        (["inStock", "available"], PropertyType.Boolean, name => $"!has(item.{name}) || item.{name}"),
        (["stock", "quantity"], PropertyType.Number, name => $"!has(item.{name}) || item.{name} > 0"));

    /// <summary>More of what came out lately; nothing where items do not say when.</summary>
    /// <param name="within">How lately, as a duration of the filter language.</param>
    /// <param name="factor">What it counts for.</param>
    public IReadOnlyList<Boost> Recent(string within, double factor) => First(
        "The boost of what came out lately",
        (["published", "publishedAt", "released", "releasedAt", "launched"], PropertyType.Timestamp, name => $"item.{name} > now() - duration(\"{within}\")")) is { } when
        ? [new Boost(when, factor)]
        : [];

    /// <summary>At most so many of one value of the first of the properties that is a text or a set of texts.</summary>
    /// <param name="what">What is capped, for the note.</param>
    /// <param name="properties">Names it may have, the likeliest first.</param>
    /// <param name="most">So many.</param>
    /// <param name="window">Of so many places in a row; null for the whole list.</param>
    public IReadOnlyList<Cap> Cap(string what, IReadOnlyList<string> properties, int most, int? window = null)
    {
        var found = properties.FirstOrDefault(name => schema.TryGet(name, out var property) && Countable.Contains(property.Type));
        if (found is not null)
        {
            return [new Cap(found, most, window)];
        }

        Note($"The cap on items of one {what}", properties, string.Join(" or ", Countable.Select(type => type.Name())));
        return [];
    }

    string? First(string what, params (string[] Names, PropertyType Type, Func<string, string> Write)[] ways)
    {
        foreach (var (names, type, write) in ways)
        {
            if (names.FirstOrDefault(name => schema.TryGet(name, out var property) && property.Type == type) is { } found)
            {
                return write(found);
            }
        }

        Note(what, [.. ways.SelectMany(way => way.Names)], string.Join(" or ", ways.Select(way => way.Type.Name())));
        return null;
    }

    void Note(string what, IReadOnlyList<string> properties, string types)
    {
        var note = $"{what} is left out: items have no property {string.Join(", ", properties)} of type {types}.";
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
