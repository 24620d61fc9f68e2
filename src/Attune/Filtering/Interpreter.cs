using Attune.Catalog;
using Attune.Events;

namespace Attune.Filtering;

/// <summary>The plain definition of a filter: walks its tree for one item. What is compiled must agree with it exactly.</summary>
/// <param name="valueOf">An item's value of a property; <see cref="PropertyValue.None"/> where it has none.</param>
/// <param name="now">The instant <c>now()</c> stands for.</param>
sealed class Interpreter(Func<PropertyDefinition, PropertyValue> valueOf, EventTime now)
{
    internal bool Holds(Condition condition) => condition switch
    {
        Condition.Constant constant => constant.Value,
        Condition.Flag flag => valueOf(flag.Property).Number != 0,
        Condition.Has has => valueOf(has.Property).Type != PropertyType.None,
        Condition.Not not => !Holds(not.Operand),
        Condition.All all => all.Operands.All(Holds),
        Condition.Any any => any.Operands.Any(Holds),
        Condition.SameTruth same => IsKnown(same.Left) && IsKnown(same.Right) && Holds(same.Left) == Holds(same.Right) == same.Same,
        Condition.Numbers numbers => Meaning.Holds(numbers.Relation, Number(numbers.Left), Number(numbers.Right)),
        Condition.Texts texts => Text(texts.Left) is { } left && Text(texts.Right) is { } right && Meaning.Holds(texts.Relation, left, right),
        Condition.Member member => Text(member.Text) is { } text && valueOf(member.Set).Members is { } set && set.Contains(text),
        Condition.OneOfTexts one => Text(one.Text) is { } text && one.List.Contains(text),
        Condition.OneOfNumbers one => Number(one.Number) is var number && one.List.Any(element => element == number),
        _ => throw new InvalidOperationException($"No meaning for {condition.GetType().Name}."),
    };

    // Only a boolean property by itself can be missing; every other condition is true or false.
    bool IsKnown(Condition condition) => condition is not Condition.Flag flag || valueOf(flag.Property).Type != PropertyType.None;

    double Number(NumberTerm term) => term switch
    {
        NumberTerm.Literal literal => literal.Value,
        NumberTerm.Of of => valueOf(of.Property) is { Type: not PropertyType.None } value ? value.Number : double.NaN,
        NumberTerm.SizeOf size => valueOf(size.Set).Members is { } set ? set.Length : double.NaN,
        NumberTerm.Now => now.Micros,
        NumberTerm.Arithmetic sum => Meaning.Compute(sum.Operator, Number(sum.Left), Number(sum.Right)),
        _ => throw new InvalidOperationException($"No meaning for {term.GetType().Name}."),
    };

    string? Text(TextTerm term) => term is TextTerm.Literal literal ? literal.Value : valueOf(((TextTerm.Of)term).Property).Text;
}
