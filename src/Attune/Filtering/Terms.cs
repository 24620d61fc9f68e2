using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>A typed part of a filter that holds or does not hold for an item.</summary>
abstract record Condition
{
    internal sealed record Constant(bool Value) : Condition;

    /// <summary>A boolean property: holds where it is there and true.</summary>
    internal sealed record Flag(PropertyOf Property) : Condition;

    /// <summary>Holds where the item has the property.</summary>
    internal sealed record Has(PropertyOf Property) : Condition;

    internal sealed record Not(Condition Operand) : Condition;

    internal sealed record All(IReadOnlyList<Condition> Operands) : Condition;

    internal sealed record Any(IReadOnlyList<Condition> Operands) : Condition;

    /// <summary>Two conditions compared; a boolean property that is missing makes it false either way.</summary>
    internal sealed record SameTruth(bool Same, Condition Left, Condition Right) : Condition;

    /// <summary>Numbers, timestamps or durations compared; false where either is missing.</summary>
    internal sealed record Numbers(Relation Relation, NumberTerm Left, NumberTerm Right) : Condition;

    /// <summary>Texts compared by their code units; false where either is missing.</summary>
    internal sealed record Texts(TextRelation Relation, TextTerm Left, TextTerm Right) : Condition;

    /// <summary>Holds where the text is there and in the item's set.</summary>
    internal sealed record Member(TextTerm Text, PropertyOf Set) : Condition;

    internal sealed record OneOfTexts(TextTerm Text, IReadOnlyList<string> List) : Condition;

    internal sealed record OneOfNumbers(NumberTerm Number, IReadOnlyList<double> List) : Condition;

    /// <summary>Holds where the item is in a part of the user's history; false where the question is about no item and that one is meant.</summary>
    internal sealed record InHistory(Subject Subject, HistoryKind Kind) : Condition;

    /// <summary>Holds where the text is what an item of the history has, or is in the set that it has.</summary>
    internal sealed record TextInHistory(TextTerm Text, HistoryKind Kind, PropertyDefinition Property) : Condition;

    /// <summary>Holds where the number is what an item of the history has.</summary>
    internal sealed record NumberInHistory(NumberTerm Number, HistoryKind Kind, PropertyDefinition Property) : Condition;

    /// <summary>Holds where the question is about an item that is known.</summary>
    internal sealed record HasContextItem : Condition;
}

/// <summary>A typed part of a filter that is a number, a timestamp or a duration in microseconds; missing is NaN.</summary>
abstract record NumberTerm
{
    internal sealed record Literal(double Value) : NumberTerm;

    /// <summary>A number or timestamp property.</summary>
    internal sealed record Of(PropertyOf Property) : NumberTerm;

    /// <summary>How many members a set has; missing where the set is.</summary>
    internal sealed record SizeOf(PropertyOf Set) : NumberTerm;

    /// <summary>How many items are in a part of the user's history.</summary>
    internal sealed record SizeOfHistory(HistoryKind Kind) : NumberTerm;

    /// <summary>Metres between two places; missing where one is.</summary>
    internal sealed record Distance(PlaceTerm From, PlaceTerm To) : NumberTerm;

    /// <summary>Two vectors compared; missing where one is.</summary>
    internal sealed record OfVectors(VectorRelation Relation, VectorTerm Left, VectorTerm Right) : NumberTerm;

    /// <summary>The time of asking.</summary>
    internal sealed record Now : NumberTerm;

    /// <summary><c>+ - * /</c>; missing where an operand is or the result is not finite.</summary>
    internal sealed record Arithmetic(char Operator, NumberTerm Left, NumberTerm Right) : NumberTerm;
}

/// <summary>A typed part of a filter that is a text.</summary>
abstract record TextTerm
{
    internal sealed record Literal(string Value) : TextTerm;

    internal sealed record Of(PropertyOf Property) : TextTerm;

    /// <summary>The id of the item judged, or of the item the question is about.</summary>
    internal sealed record Id(Subject Subject) : TextTerm;
}

/// <summary>How two numbers are compared.</summary>
enum Relation
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>How two texts are compared.</summary>
enum TextRelation
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    StartsWith,
    EndsWith,
    Contains,
}

/// <summary>The one definition of each relation and operator; NaN is "missing" and makes every relation false.</summary>
static class Meaning
{
    internal static bool Holds(Relation relation, double left, double right) => relation switch
    {
        Relation.Equal => left == right,
        Relation.NotEqual => left < right || left > right,
        Relation.Less => left < right,
        Relation.LessOrEqual => left <= right,
        Relation.Greater => left > right,
        _ => left >= right,
    };

    internal static bool Holds(TextRelation relation, string left, string right) => relation switch
    {
        TextRelation.Equal => string.Equals(left, right, StringComparison.Ordinal),
        TextRelation.NotEqual => !string.Equals(left, right, StringComparison.Ordinal),
        TextRelation.Less => string.CompareOrdinal(left, right) < 0,
        TextRelation.LessOrEqual => string.CompareOrdinal(left, right) <= 0,
        TextRelation.Greater => string.CompareOrdinal(left, right) > 0,
        TextRelation.GreaterOrEqual => string.CompareOrdinal(left, right) >= 0,
        TextRelation.StartsWith => left.StartsWith(right, StringComparison.Ordinal),
        TextRelation.EndsWith => left.EndsWith(right, StringComparison.Ordinal),
        _ => left.Contains(right, StringComparison.Ordinal),
    };

    /// <summary>The relation of b to a that says the same as this of a to b.</summary>
    internal static Relation Turned(Relation relation) => relation switch
    {
        Relation.Less => Relation.Greater,
        Relation.LessOrEqual => Relation.GreaterOrEqual,
        Relation.Greater => Relation.Less,
        Relation.GreaterOrEqual => Relation.LessOrEqual,
        _ => relation,
    };

    internal static double Compute(char symbol, double left, double right)
    {
        var result = symbol switch { '+' => left + right, '-' => left - right, '*' => left * right, _ => left / right };
        return double.IsFinite(result) ? result : double.NaN;
    }
}
