using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>Conditions on items in a subset of CEL, as <c>item.price &lt; 100 &amp;&amp; "shoes" in item.categories</c>; see docs/filters.md.</summary>
/// <remarks>
/// Two truth values: a comparison in which a property is missing is false, and <c>!</c> turns it to true. A text that
/// compiles never fails at run time.
/// </remarks>
public static class FilterLanguage
{
    /// <summary>Parses a filter and checks its types; linear in the text's length.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="schema">The properties items have.</param>
    /// <param name="users">The properties users have; null for none.</param>
    public static FilterOutcome Compile(string text, PropertySchema schema, PropertySchema? users = null)
    {
        if (Parse(text, out var fault) is not { } syntax)
        {
            return Refused(fault!);
        }

        var checker = new TypeChecker(schema, users ?? PropertySchema.Empty);
        return Split(text, syntax, checker) is { } filter ? new FilterOutcome.Compiled(filter) : Refused(checker.Fault!);
    }

    // A conjunction is cut in two: what depends on the item alone, whose answer is remembered, and what is asked anew each time.
    static CompiledFilter? Split(string text, Syntax syntax, TypeChecker checker)
    {
        if (syntax is not Syntax.Chain { Operator: "&&" } chain)
        {
            return checker.Condition(syntax) is { } whole ? new CompiledFilter(text, whole, checker.Dependence) : null;
        }

        var (all, steady, varying) = (new List<Condition>(), new List<Condition>(), new List<Condition>());
        var dependence = Dependence.None;
        foreach (var operand in chain.Operands)
        {
            checker.Dependence = Dependence.None;
            if (checker.Condition(operand) is not { } condition)
            {
                return null;
            }

            all.Add(condition);
            (checker.Dependence == Dependence.None ? steady : varying).Add(condition);
            dependence |= checker.Dependence;
        }

        var root = new Condition.All(all);
        if (steady.Count == 0 || varying.Count == 0)
        {
            return new CompiledFilter(text, root, dependence);
        }

        // No filter begins with this character: the name is no other filter's.
        var part = new CompiledFilter("\0" + text, new Condition.All(steady), Dependence.None);
        return new CompiledFilter(text, root, dependence, part, new Condition.All(varying));
    }

    /// <summary>Parses an expression that gives a value and checks its types; linear in the text's length.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="schema">The properties items have.</param>
    /// <param name="users">The properties users have.</param>
    /// <param name="fault">What is wrong with it; null where it was compiled.</param>
    internal static CompiledExpression? CompileExpression(string text, PropertySchema schema, PropertySchema users, out FilterFault? fault)
    {
        if (Parse(text, out fault) is not { } syntax)
        {
            return null;
        }

        var checker = new TypeChecker(schema, users);
        var typed = checker.Check(syntax);
        if (typed is not null and not { Type: TermType.Boolean or TermType.Number or TermType.Text or TermType.Timestamp or TermType.Duration })
        {
            typed = checker.Fail<Typed>(syntax, $"A column is a boolean, a number, a text, a timestamp or a duration; this is of type {typed.Name}.");
        }

        fault = checker.Fault;
        return typed is null ? null : new CompiledExpression(text, typed, checker.Dependence);
    }

    static Syntax? Parse(string text, out FilterFault? fault)
    {
        if (text.Length > FilterLimits.Length)
        {
            fault = new(FilterLimits.Length, text.Length - FilterLimits.Length,
                $"The filter has {text.Length} characters; at most {FilterLimits.Length} are taken.");
            return null;
        }

        var tokens = new List<Token>();
        if (Lexer.Read(text, tokens) is { } unreadable)
        {
            fault = unreadable;
            return null;
        }

        var parser = new Parser(tokens);
        var syntax = parser.Parse();
        fault = parser.Fault;
        return syntax;
    }

    static FilterOutcome.Refused Refused(FilterFault fault) => new(fault);
}
