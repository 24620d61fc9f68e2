using Attune.Catalog;

namespace Attune.Recommending.Scenarios.Presets;

/// <summary>Fits the rules of a preset to the properties a catalog has, and notes what it has to leave out.</summary>
sealed class PresetDraft(PropertySchema schema)
{
    static readonly string[] Dates = ["published", "publishedAt", "released", "releasedAt", "launched"];

    readonly List<string> _notes = [];

    /// <summary>What was left out, a sentence each, once each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>More of what came out lately; nothing where items do not say when.</summary>
    /// <param name="within">How lately, as a duration of the filter language.</param>
    /// <param name="factor">What it counts for.</param>
    public IReadOnlyList<Boost> Recent(string within, double factor) =>
        First("The boost of what came out lately", Dates, PropertyType.Timestamp) is { } date
            ? [new Boost($"item.{date} > now() - duration(\"{within}\")", factor)]
            : [];

    /// <summary>At most so many of one value of the first of the properties that is a text or a set of texts.</summary>
    /// <param name="what">What is capped, for the note.</param>
    /// <param name="properties">Names it may have, the likeliest first.</param>
    /// <param name="most">So many.</param>
    /// <param name="window">Of so many places in a row; null for the whole list.</param>
    public IReadOnlyList<Cap> Cap(string what, IReadOnlyList<string> properties, int most, int? window = null) =>
        First($"The cap on items of one {what}", properties, PropertyType.Text, PropertyType.TextSet) is { } found
            ? [new Cap(found, most, window)]
            : [];

    string? First(string what, IReadOnlyList<string> names, params PropertyType[] types)
    {
        var found = names.FirstOrDefault(name => schema.TryGet(name, out var property) && types.Contains(property.Type));
        var note = $"{what} is left out: items have no property {string.Join(", ", names)} of type {string.Join(" or ", types.Select(type => type.Name()))}.";
        if (found is null && !_notes.Contains(note))
        {
            _notes.Add(note);
        }

        return found;
    }
}
