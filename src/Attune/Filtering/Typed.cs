using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>What a part of a filter may be.</summary>
enum TermType
{
    Boolean,
    Number,
    Text,
    Timestamp,
    Duration,
    TextSet,
    Place,
    Vector,
    Item,
    History,
    List,
    Null,
}

/// <summary>A part of a filter with its type; exactly the member that goes with the type is set.</summary>
sealed record Typed(TermType Type)
{
    internal Condition? Condition { get; init; }

    /// <summary>Number, timestamp, duration.</summary>
    internal NumberTerm? Number { get; init; }

    internal TextTerm? Text { get; init; }

    /// <summary>A set, which is always a property.</summary>
    internal PropertyOf? Set { get; init; }

    internal PlaceTerm? Place { get; init; }

    internal VectorTerm? Vector { get; init; }

    /// <summary>Which item, where it is a whole one.</summary>
    internal Subject Subject { get; init; }

    /// <summary>Items of the user's history, or their values of a property.</summary>
    internal Syntax.HistoryAccess? History { get; init; }

    /// <summary>The property of a history's items; null for the items themselves.</summary>
    internal PropertyDefinition? HistoryProperty { get; init; }

    internal IReadOnlyList<Typed>? Elements { get; init; }

    /// <summary>True for types that are compared as numbers.</summary>
    internal bool IsNumeric => Type is TermType.Number or TermType.Timestamp or TermType.Duration;

    internal string Name => Type switch
    {
        TermType.Boolean => "boolean",
        TermType.Number => "number",
        TermType.Text => "text",
        TermType.Timestamp => "timestamp",
        TermType.Duration => "duration",
        TermType.TextSet => "set of text",
        TermType.Place => "geo point",
        TermType.Vector => $"vector of {Vector!.Length}",
        TermType.Item => "item",
        TermType.History => HistoryProperty is null ? "items of the history" : "values of the history",
        TermType.List => "list",
        _ => "null",
    };

    internal static Typed Of(Condition condition) => new(TermType.Boolean) { Condition = condition };

    internal static Typed Of(TermType type, NumberTerm number) => new(type) { Number = number };

    internal static Typed Of(TextTerm text) => new(TermType.Text) { Text = text };

    internal static Typed Of(PropertyOf property) => property.Definition.Type switch
    {
        PropertyType.Boolean => Of(new Condition.Flag(property)),
        PropertyType.Number => Of(TermType.Number, new NumberTerm.Of(property)),
        PropertyType.Timestamp => Of(TermType.Timestamp, new NumberTerm.Of(property)),
        PropertyType.Text => Of(new TextTerm.Of(property)),
        PropertyType.GeoPoint => new(TermType.Place) { Place = new PlaceTerm.Of(property) },
        PropertyType.Vector => new(TermType.Vector) { Vector = new VectorTerm.Of(property) },
        _ => new(TermType.TextSet) { Set = property },
    };
}
