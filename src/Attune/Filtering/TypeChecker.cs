using Attune.Catalog;
using Attune.Wording;

namespace Attune.Filtering;

/// <summary>Gives every part of a filter its type, and refuses parts that do not go together.</summary>
/// <remarks>A method returns null when it failed; the first fault is kept.</remarks>
sealed class TypeChecker
{
    readonly PropertyNames _names;
    readonly MembershipRules _membership;

    internal TypeChecker(PropertySchema items, PropertySchema users)
    {
        _names = new PropertyNames(items, users, this);
        _membership = new MembershipRules(this);
    }

    internal FilterFault? Fault { get; private set; }

    /// <summary>What the parts checked so far depend on besides the item.</summary>
    internal Dependence Dependence { get; set; }

    /// <summary>The whole filter, which must be boolean, or null.</summary>
    internal Condition? Condition(Syntax syntax)
    {
        if (Check(syntax) is not { } typed)
        {
            return null;
        }

        return typed.Condition ?? Fail<Condition>(syntax, $"A condition (boolean) is expected here; this is of type {typed.Name}.");
    }

    /// <summary>Any part, or null.</summary>
    internal Typed? Check(Syntax syntax) => syntax switch
    {
        Syntax.NumberLiteral number => Typed.Of(TermType.Number, new NumberTerm.Literal(number.Value)),
        Syntax.TextLiteral text => Typed.Of(new TextTerm.Literal(text.Value)),
        Syntax.BooleanLiteral truth => Typed.Of(new Condition.Constant(truth.Value)),
        Syntax.NullLiteral => new Typed(TermType.Null),
        Syntax.PropertyAccess access => _names.Find(access) is { } property ? Typed.Of(property) : _names.FindId(access),
        Syntax.WholeItem item => _names.Whole(item),
        Syntax.HistoryAccess history => _names.History(history),
        Syntax.ListLiteral list => List(list),
        Syntax.Chain chain => Chain(chain),
        Syntax.Unary unary => Unary(unary),
        Syntax.Binary { Operator: "in" } membership => Membership(membership),
        Syntax.Binary { Operator: "+" or "-" or "*" or "/" } arithmetic => Arithmetic(arithmetic),
        Syntax.Binary comparison => Compare(comparison),
        Syntax.Call call => Call(call),
        _ => throw new InvalidOperationException($"No rule for {syntax.GetType().Name}."),
    };

    Typed? List(Syntax.ListLiteral list)
    {
        var elements = new List<Typed>();
        foreach (var element in list.Elements)
        {
            if (Check(element) is not { } typed)
            {
                return null;
            }

            if (typed.Text is not TextTerm.Literal && typed.Number is not NumberTerm.Literal)
            {
                return Fail<Typed>(element, "A list holds text or number literals only.");
            }

            if (elements.Count > 0 && elements[0].Type != typed.Type)
            {
                return Fail<Typed>(element, $"A list holds values of one type; this one began with {elements[0].Name} and here is {typed.Name}.");
            }

            elements.Add(typed);
        }

        return new Typed(TermType.List) { Elements = elements };
    }

    Typed? Chain(Syntax.Chain chain)
    {
        var operands = new List<Condition>();
        foreach (var operand in chain.Operands)
        {
            if (Condition(operand) is not { } condition)
            {
                return null;
            }

            operands.Add(condition);
        }

        return Typed.Of(chain.Operator == "&&" ? new Condition.All(operands) : new Condition.Any(operands));
    }

    Typed? Unary(Syntax.Unary unary)
    {
        if (unary.Operator == "!")
        {
            return Condition(unary.Operand) is { } operand ? Typed.Of(new Condition.Not(operand)) : null;
        }

        return Check(unary.Operand) switch
        {
            null => null,
            { Type: TermType.Number, Number: NumberTerm.Literal literal } => Typed.Of(TermType.Number, new NumberTerm.Literal(-literal.Value)),
            { Type: TermType.Number or TermType.Duration } typed => Typed.Of(typed.Type, new NumberTerm.Arithmetic('-', new NumberTerm.Literal(0), typed.Number!)),
            var typed => Fail<Typed>(unary, $"Minus goes before a number or a duration; this is of type {typed.Name}."),
        };
    }

    Typed? Membership(Syntax.Binary membership) =>
        Check(membership.Left) is { } left && Check(membership.Right) is { } right ? _membership.Check(membership, left, right) : null;

    Typed? Arithmetic(Syntax.Binary arithmetic)
    {
        if (Check(arithmetic.Left) is not { } left || Check(arithmetic.Right) is not { } right)
        {
            return null;
        }

        TermType? type = (left.Type, arithmetic.Operator, right.Type) switch
        {
            (TermType.Number, _, TermType.Number) => TermType.Number,
            (TermType.Timestamp, "-", TermType.Timestamp) => TermType.Duration,
            (TermType.Timestamp, "+" or "-", TermType.Duration) => TermType.Timestamp,
            (TermType.Duration, "+", TermType.Timestamp) => TermType.Timestamp,
            (TermType.Duration, "+" or "-", TermType.Duration) => TermType.Duration,
            _ => null,
        };
        return type is { } known
            ? Typed.Of(known, new NumberTerm.Arithmetic(arithmetic.Operator[0], left.Number!, right.Number!))
            : Fail<Typed>(arithmetic, $"'{arithmetic.Operator}' does not join {left.Name} and {right.Name}.");
    }

    Typed? Compare(Syntax.Binary comparison)
    {
        if (Check(comparison.Left) is not { } left || Check(comparison.Right) is not { } right)
        {
            return null;
        }

        var relation = Operators.RelationOf(comparison.Operator);
        if (left.Type == TermType.Null || right.Type == TermType.Null)
        {
            return _membership.CompareNull(comparison, relation, _names);
        }

        if (left.Type != right.Type)
        {
            return Fail<Typed>(comparison, $"'{comparison.Operator}' compares values of one type; these are {left.Name} and {right.Name}.");
        }

        return left switch
        {
            { IsNumeric: true } => Typed.Of(new Condition.Numbers(relation, left.Number!, right.Number!)),
            { Type: TermType.Item } when relation is Relation.Equal or Relation.NotEqual =>
                Typed.Of(new Condition.Texts((TextRelation)relation, new TextTerm.Id(left.Subject), new TextTerm.Id(right.Subject))),
            { Type: TermType.Text } => Typed.Of(new Condition.Texts((TextRelation)relation, left.Text!, right.Text!)),
            { Type: TermType.Boolean } when relation is Relation.Equal or Relation.NotEqual =>
                Typed.Of(new Condition.SameTruth(relation == Relation.Equal, left.Condition!, right.Condition!)),
            _ => Fail<Typed>(comparison, $"'{comparison.Operator}' does not compare values of type {left.Name}."),
        };
    }

    Typed? Call(Syntax.Call call)
    {
        if (Functions.Named(call.Name) is not { } function)
        {
            var near = Spelling.Nearest(call.Name, Functions.Names);
            return Fail<Typed>(call, $"There is no function '{call.Name}'.{(near is null ? "" : $" Did you mean {near}?")}", near);
        }

        // CEL lets the first argument stand before the dot.
        IReadOnlyList<Syntax> arguments = call.Receiver is null ? call.Arguments : [call.Receiver, .. call.Arguments];
        if (arguments.Count != function.Arguments)
        {
            return Fail<Typed>(call, $"{call.Name} is used as {function.Usage}.", function.Usage);
        }

        if (call.Name == "has")
        {
            return _names.Has(arguments[0], out var condition)
                ? condition is null ? null : Typed.Of(condition)
                : Fail<Typed>(call, $"{call.Name} is used as {function.Usage}.", function.Usage);
        }

        var typed = new List<Typed>();
        foreach (var argument in arguments)
        {
            if (Check(argument) is not { } value)
            {
                return null;
            }

            typed.Add(value);
        }

        Dependence |= call.Name == "now" ? Dependence.Now : 0;
        return function.Apply(typed)
            ?? Fail<Typed>(call, $"{call.Name} is used as {function.Usage}; it was given {string.Join(" and ", typed.Select(value => value.Name))}.", function.Usage);
    }

    /// <summary>Keeps a fault, where none is kept, and returns null.</summary>
    internal T? Fail<T>(Syntax at, string message, string? suggestion = null)
        where T : class
    {
        Fault ??= at.Fault(message, suggestion);
        return null;
    }
}
