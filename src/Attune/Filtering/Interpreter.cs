using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>The plain definition of a filter: walks its tree for one item. What is compiled must agree with it exactly.</summary>
/// <param name="values">What its names stand for.</param>
sealed class Interpreter(IFilterValues values)
{
    internal bool Holds(Condition condition) => condition switch
    {
        Condition.Constant constant => constant.Value,
        Condition.Flag flag => values.Of(flag.Property).Number != 0,
        Condition.Has has => values.Of(has.Property).Type != PropertyType.None,
        Condition.HasContextItem => values.IdOf(Subject.ContextItem) is not null,
        Condition.Not not => !Holds(not.Operand),
        Condition.All all => all.Operands.All(Holds),
        Condition.Any any => any.Operands.Any(Holds),
        Condition.SameTruth same => IsKnown(same.Left) && IsKnown(same.Right) && Holds(same.Left) == Holds(same.Right) == same.Same,
        Condition.Numbers numbers => Meaning.Holds(numbers.Relation, Number(numbers.Left), Number(numbers.Right)),
        Condition.Texts texts => Text(texts.Left) is { } left && Text(texts.Right) is { } right && Meaning.Holds(texts.Relation, left, right),
        Condition.Member member => Text(member.Text) is { } text && values.Of(member.Set).Members is { } set && set.Contains(text),
        Condition.OneOfTexts one => Text(one.Text) is { } text && one.List.Contains(text),
        Condition.OneOfNumbers one => Number(one.Number) is var number && one.List.Any(element => element == number),
        Condition.InHistory history => values.InHistory(history.Subject, history.Kind),
        Condition.TextInHistory history => Text(history.Text) is { } text
            && values.OfHistory(history.Kind, history.Property).Any(value => value.Text == text || value.Members?.Contains(text) == true),
        Condition.NumberInHistory history => Number(history.Number) is var number
            && values.OfHistory(history.Kind, history.Property).Any(value => value.Number == number),
        _ => throw new InvalidOperationException($"No meaning for {condition.GetType().Name}."),
    };

    /// <summary>True where a condition is true or false: only a boolean property by itself can be missing.</summary>
    internal bool IsKnown(Condition condition) => condition is not Condition.Flag flag || values.Of(flag.Property).Type != PropertyType.None;

    /// <summary>A number; NaN where it is missing.</summary>
    internal double Number(NumberTerm term) => term switch
    {
        NumberTerm.Literal literal => literal.Value,
        NumberTerm.Of of => values.Of(of.Property) is { Type: not PropertyType.None } value ? value.Number : double.NaN,
        NumberTerm.SizeOf size => values.Of(size.Set).Members is { } set ? set.Length : double.NaN,
        NumberTerm.SizeOfHistory size => values.SizeOf(size.Kind),
        NumberTerm.Distance distance => GeoPoint.Distance(Place(distance.From), Place(distance.To)),
        NumberTerm.OfVectors vectors => Vector(vectors.Left) is { } left && Vector(vectors.Right) is { } right
            ? VectorMeaning.Of(vectors.Relation, left, right)
            : double.NaN,
        NumberTerm.Now => values.Now.Micros,
        NumberTerm.Arithmetic sum => Meaning.Compute(sum.Operator, Number(sum.Left), Number(sum.Right)),
        _ => throw new InvalidOperationException($"No meaning for {term.GetType().Name}."),
    };

    /// <summary>A place; <see cref="GeoPoint.None"/> where it is missing.</summary>
    internal GeoPoint Place(PlaceTerm term) => term is PlaceTerm.Literal literal
        ? literal.Value
        : values.Of(((PlaceTerm.Of)term).Property).Point ?? GeoPoint.None;

    /// <summary>A vector; null where it is missing.</summary>
    internal float[]? Vector(VectorTerm term) => term is VectorTerm.Literal literal
        ? literal.Value
        : values.Of(((VectorTerm.Of)term).Property).Vector;

    /// <summary>A text; null where it is missing.</summary>
    internal string? Text(TextTerm term) => term switch
    {
        TextTerm.Literal literal => literal.Value,
        TextTerm.Of of => values.Of(of.Property).Text,
        TextTerm.Id id => values.IdOf(id.Subject),
        _ => throw new InvalidOperationException($"No meaning for {term.GetType().Name}."),
    };
}
