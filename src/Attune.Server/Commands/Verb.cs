using System.CommandLine;

namespace Attune.Server.Commands;

/// <summary>A verb of the command line with examples of its use: its help ends with them, and docs/cli.md shows them.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, in one or two sentences.</param>
/// <param name="examples">Whole command lines that can be typed as they stand, the commonest first; at least one.</param>
sealed class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Whole command lines, as <c>attune train --data ./mine</c>.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>The words that lead to it, as <c>attune keys create</c>.</summary>
    public string Path => string.Join(' ', Words(this).Reverse());

    /// <summary>It and every verb below it, in the order they are listed in.</summary>
    public IEnumerable<Verb> AndBelow() => Subcommands.Cast<Verb>().SelectMany(below => below.AndBelow()).Prepend(this);

    /// <summary>Makes a mistyped option a mistake, here and below; otherwise it would be taken for what the verb is asked about.</summary>
    public void RefuseUnknownOptions()
    {
        foreach (var argument in AndBelow().SelectMany(verb => verb.Arguments))
        {
            argument.Validators.Add(static result =>
            {
                // A statement of SQL may begin with a comment.
                foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal) && !token.Value.Any(char.IsWhiteSpace)))
                {
                    result.AddError($"Unrecognized option '{token.Value}'.");
                }
            });
        }
    }

    static IEnumerable<string> Words(Command command)
    {
        yield return command.Name;
        foreach (var word in command.Parents.OfType<Command>().SelectMany(Words))
        {
            yield return word;
        }
    }
}
