using System.CommandLine;
using System.Globalization;
using System.Text;
using Attune.Server.Commands;
using Attune.Server.Commands.Completion;

namespace Attune.Server.Tests.Verbs;

/// <summary>The part of docs/cli.md that is written from the verbs themselves.</summary>
static class CliPage
{
    /// <summary>Its first line.</summary>
    public const string Heading = "## Verbs";

    public static string Render(Verb root)
    {
        var text = new StringBuilder(Heading).Append('\n');
        foreach (var verb in root.AndBelow().Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {verb.Path}{string.Concat(verb.Arguments.Select(Placed))}\n\n{verb.Description}\n\n");
            foreach (var example in verb.Examples)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {example}\n");
            }

            var own = verb.Options.Where(option => !IsEverywhere(option)).ToList();
            var lines = verb.Arguments.Select(Line).Concat(own.Select(Line)).ToList();
            text.Append(lines.Count > 0 ? "\n" : "").AppendJoin("", lines);
        }

        return text.ToString();
    }

    // Told once, above.
    static bool IsEverywhere(Option option)
    {
        var where = new WhereOptions();
        return ((Option[])[where.Data, where.Workspace, where.Json]).Any(one => one.Name == option.Name && one.Description == option.Description);
    }

    static string Placed(Argument argument) =>
        (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
        {
            (0, _) => $" [{argument.Name.ToUpperInvariant()}]",
            (_, > 1) => $" {argument.Name.ToUpperInvariant()}…",
            _ => $" {argument.Name.ToUpperInvariant()}",
        };

    static string Line(Argument argument) => $"- `{argument.Name.ToUpperInvariant()}`{Among(argument)}: {argument.Description}\n";

    static string Line(Option option)
    {
        var otherwise = !option.HasDefaultValue || Words.IsSwitch(option) ? ""
            : string.Create(CultureInfo.InvariantCulture, $" Otherwise `{option.GetDefaultValue()}`.");
        return $"- `{option.Name}`{Among(option)}{(option.Required ? ", required" : "")}: {option.Description}{otherwise}\n";
    }

    static string Among(Symbol symbol) => Words.Values(symbol) is { Count: > 0 } values ? $" {string.Join(" \\| ", values)}" : "";
}
