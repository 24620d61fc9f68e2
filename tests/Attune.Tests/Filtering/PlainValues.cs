using System.Globalization;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;

namespace Attune.Tests.Filtering;

/// <summary>What names stand for, written without the catalog's own reader and columns: this is the definition's side.</summary>
sealed class PlainValues(CatalogSnapshot snapshot, FilterContext context, int item) : IFilterValues
{
    public EventTime Now => context.Now;

    public PropertyValue Of(PropertyOf property) => property.Subject == Subject.User
        ? context.User?.GetValueOrDefault(property.Definition.Name) ?? PropertyValue.None
        : Of(OrdinalOf(property.Subject), property.Definition);

    public string? IdOf(Subject subject) => OrdinalOf(subject) is var ordinal && ordinal >= 0 ? snapshot.Shared.Ids[ordinal] : null;

    public bool InHistory(Subject subject, HistoryKind kind) => Items(kind).Contains(OrdinalOf(subject));

    public int SizeOf(HistoryKind kind) => Items(kind).Count;

    public IEnumerable<PropertyValue> OfHistory(HistoryKind kind, PropertyDefinition property) =>
        Items(kind).Select(one => Of(one, property)).Where(value => value.Type != PropertyType.None);

    int OrdinalOf(Subject subject) => subject == Subject.Item ? item : context.Item;

    HashSet<int> Items(HistoryKind kind)
    {
        string[] types = kind switch { HistoryKind.Bought => ["purchase"], HistoryKind.Viewed => ["view"], HistoryKind.Disliked => ["dislike", "hide"], _ => [] };
        var codes = EventType.Known.Where(type => types.Contains(type.Name)).Select(type => type.Code).ToList();
        var items = new HashSet<int>();
        foreach (var done in context.Profile.Recent)
        {
            if (kind == HistoryKind.Recent || codes.Contains(done.Type))
            {
                items.Add(done.Item);
            }
        }

        foreach (var kept in context.Profile.Excluded)
        {
            if (codes.Contains(kept.Type))
            {
                items.Add(kept.Item);
            }
        }

        return items;
    }

    PropertyValue Of(int ordinal, PropertyDefinition property)
    {
        if (ordinal < 0 || snapshot.PropertiesJson(ordinal) is not { } json)
        {
            return PropertyValue.None;
        }

        using var document = JsonDocument.Parse(json);
        return !document.RootElement.TryGetProperty(property.Name, out var value) ? PropertyValue.None : property.Type switch
        {
            PropertyType.Boolean => PropertyValue.Of(value.GetBoolean()),
            PropertyType.Number => PropertyValue.Of(value.GetDouble()),
            PropertyType.Text => PropertyValue.Of(value.GetString()!),
            PropertyType.Timestamp => PropertyValue.Of(EventTime.From(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture))),
            PropertyType.GeoPoint => PropertyValue.Of(new GeoPoint(value.GetProperty("lat").GetDouble(), value.GetProperty("lon").GetDouble())),
            PropertyType.Vector => PropertyValue.Of(value.EnumerateArray().Select(number => number.GetSingle()).ToArray()),
            _ => PropertyValue.Of(value.EnumerateArray().Select(member => member.GetString()!)),
        };
    }
}
