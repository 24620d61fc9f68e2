using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Attune.Server.Commands;

/// <summary>The library's help, with the verb's examples below it.</summary>
sealed class VerbHelp : SynchronousCommandLineAction
{
    readonly HelpAction _usual = new();

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _usual.Invoke(parseResult);
        var into = parseResult.InvocationConfiguration.Output;
        into.WriteLine("Examples:");
        foreach (var example in ((Verb)parseResult.CommandResult.Command).Examples)
        {
            into.WriteLine("  " + example);
        }

        into.WriteLine();
        return code;
    }
}
