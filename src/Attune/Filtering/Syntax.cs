namespace Attune.Filtering;

/// <summary>A filter as parsed, before its types are known.</summary>
/// <param name="Position">Where it begins, in characters from 0.</param>
/// <param name="Length">How many characters it spans.</param>
abstract record Syntax(int Position, int Length)
{
    internal FilterFault Fault(string message, string? suggestion = null) => new(Position, Length, message, suggestion);

    internal sealed record NumberLiteral(int Position, int Length, double Value) : Syntax(Position, Length);

    internal sealed record TextLiteral(int Position, int Length, string Value) : Syntax(Position, Length);

    internal sealed record BooleanLiteral(int Position, int Length, bool Value) : Syntax(Position, Length);

    internal sealed record NullLiteral(int Position, int Length) : Syntax(Position, Length);

    internal sealed record ListLiteral(int Position, int Length, IReadOnlyList<Syntax> Elements) : Syntax(Position, Length);

    /// <summary><c>item.name</c>, <c>item["name"]</c>, <c>context.item.name</c> or <c>user.name</c>.</summary>
    internal sealed record PropertyAccess(int Position, int Length, Subject Subject, string Name) : Syntax(Position, Length);

    /// <summary><c>item</c> or <c>context.item</c>.</summary>
    internal sealed record WholeItem(int Position, int Length, Subject Subject) : Syntax(Position, Length);

    /// <summary><c>user.bought</c>, or <c>user.bought.name</c>.</summary>
    internal sealed record HistoryAccess(int Position, int Length, HistoryKind Kind, string? Name) : Syntax(Position, Length);

    /// <summary><c>name(arguments)</c>, or <c>receiver.name(arguments)</c>.</summary>
    internal sealed record Call(int Position, int Length, string Name, Syntax? Receiver, IReadOnlyList<Syntax> Arguments) : Syntax(Position, Length);

    /// <summary><c>!x</c> or <c>-x</c>.</summary>
    internal sealed record Unary(int Position, int Length, string Operator, Syntax Operand) : Syntax(Position, Length);

    internal sealed record Binary(int Position, int Length, string Operator, Syntax Left, Syntax Right) : Syntax(Position, Length);

    /// <summary>A chain of one of <c>&amp;&amp;</c> and <c>||</c>, kept flat so that long chains are not deep.</summary>
    internal sealed record Chain(int Position, int Length, string Operator, IReadOnlyList<Syntax> Operands) : Syntax(Position, Length);
}
