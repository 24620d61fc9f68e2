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
    public static FilterOutcome Compile(string text, PropertySchema schema)
    {
        if (text.Length > FilterLimits.Length)
        {
            return Refused(new(FilterLimits.Length, text.Length - FilterLimits.Length,
                $"The filter has {text.Length} characters; at most {FilterLimits.Length} are taken."));
        }

        var tokens = new List<Token>();
        if (Lexer.Read(text, tokens) is { } unreadable)
        {
            return Refused(unreadable);
        }

        var parser = new Parser(tokens);
        if (parser.Parse() is not { } syntax)
        {
            return Refused(parser.Fault!);
        }

        var checker = new TypeChecker(schema);
        return checker.Condition(syntax) is { } root
            ? new FilterOutcome.Compiled(new CompiledFilter(text, root, checker.UsesNow))
            : Refused(checker.Fault!);
    }

    static FilterOutcome.Refused Refused(FilterFault fault) => new(fault);
}
