using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>What may stand on both sides of <c>in</c>, and beside <c>null</c>.</summary>
sealed class MembershipRules(TypeChecker checker)
{
    internal Typed? Check(Syntax.Binary membership, Typed left, Typed right) => right switch
    {
        { Set: { } set } => left.Text is { } member
            ? Typed.Of(new Condition.Member(member, set))
            : checker.Fail<Typed>(membership.Left, $"Only a text can be in a set of text; this is of type {left.Name}."),
        { History: { } history } => right.HistoryProperty is { } property
            ? InValues(membership, left, history.Kind, property)
            : InItems(membership, left, history.Kind),
        { Elements: { } elements } => InList(membership, left, elements),
        _ => checker.Fail<Typed>(membership.Right, $"A set property or a list is expected after 'in'; this is of type {right.Name}."),
    };

    /// <summary><c>item.x != null</c> is <c>has(item.x)</c>.</summary>
    internal Typed? CompareNull(Syntax.Binary comparison, Relation relation, PropertyNames names)
    {
        var other = comparison.Left is Syntax.NullLiteral ? comparison.Right : comparison.Left;
        if (relation is not (Relation.Equal or Relation.NotEqual) || !names.Has(other, out var has))
        {
            return checker.Fail<Typed>(comparison, "Only a property can be compared with null, by == or !=.");
        }

        return has is null ? null : Typed.Of(relation == Relation.NotEqual ? has : new Condition.Not(has));
    }

    Typed? InItems(Syntax.Binary membership, Typed left, HistoryKind kind) => left switch
    {
        { Type: TermType.Item } => Typed.Of(new Condition.InHistory(left.Subject, kind)),
        { Text: TextTerm.Id id } => Typed.Of(new Condition.InHistory(id.Subject, kind)),
        _ => checker.Fail<Typed>(
            membership.Left,
            $"A history holds items: write item in user.{Histories.Names[(int)kind]}, or name a property of them; this is of type {left.Name}.",
            "item"),
    };

    Typed? InValues(Syntax.Binary membership, Typed left, HistoryKind kind, PropertyDefinition property) => (left, property.Type) switch
    {
        ({ Text: { } text }, PropertyType.Text or PropertyType.TextSet) => Typed.Of(new Condition.TextInHistory(text, kind, property)),
        ({ Type: TermType.Number, Number: { } number }, PropertyType.Number) => Typed.Of(new Condition.NumberInHistory(number, kind, property)),
        ({ Type: TermType.Timestamp, Number: { } number }, PropertyType.Timestamp) => Typed.Of(new Condition.NumberInHistory(number, kind, property)),
        _ => checker.Fail<Typed>(membership, $"The history's '{property.Name}' is of type {property.Type.Name()} and is asked for {left.Name}."),
    };

    Typed? InList(Syntax.Binary membership, Typed left, IReadOnlyList<Typed> elements)
    {
        if (elements.Count > 0 && elements[0].Type != left.Type)
        {
            return checker.Fail<Typed>(membership, $"The list holds {elements[0].Name} and is asked for {left.Name}.");
        }

        return left switch
        {
            { Text: { } text } => Typed.Of(new Condition.OneOfTexts(text, [.. elements.Select(element => ((TextTerm.Literal)element.Text!).Value)])),
            { Type: TermType.Number, Number: { } number } =>
                Typed.Of(new Condition.OneOfNumbers(number, [.. elements.Select(element => ((NumberTerm.Literal)element.Number!).Value)])),
            _ => checker.Fail<Typed>(membership.Left, $"Only a text or a number can be in a list; this is of type {left.Name}."),
        };
    }
}
