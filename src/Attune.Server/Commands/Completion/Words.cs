using System.CommandLine;
using System.CommandLine.Completions;

namespace Attune.Server.Commands.Completion;

/// <summary>What can be typed behind a verb.</summary>
static class Words
{
    /// <summary>The options of a verb, those of every verb included.</summary>
    public static IEnumerable<Option> Options(Verb verb, Verb root) =>
        verb.Options.Concat(verb == root ? [] : root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden);

    /// <summary>True where nothing is typed behind an option.</summary>
    public static bool IsSwitch(Option option) => option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;

    /// <summary>The values an option or argument is limited to; none where it takes anything, or nothing.</summary>
    public static IReadOnlyList<string> Values(Symbol symbol) =>
        symbol is Option option && IsSwitch(option) ? [] : [.. symbol.GetCompletions(CompletionContext.Empty).Select(value => value.Label)];

    /// <summary>All that can come next: verbs, options, and the values of the verb's argument.</summary>
    public static IEnumerable<string> Next(Verb verb, Verb root) =>
        verb.Subcommands.Select(below => below.Name)
            .Concat(verb.Arguments.SelectMany(Values))
            .Concat(Options(verb, root).Select(option => option.Name));
}
