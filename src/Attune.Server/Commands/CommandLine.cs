using System.CommandLine;
using System.CommandLine.Help;
using Attune.Client;
using Attune.Embedded;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary>The verbs of <c>attune</c>, and what becomes of their failures: a sentence on standard error and an exit code.</summary>
static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Not a RootCommand: that one is named after the executable file, and people type attune.
        var root = new Command("attune", "Recommendations that know the last click.")
        {
            new HelpOption(),
            new VersionOption(),
            DemoCommand.Create(),
            ServeCommand.Create(),
            ImportCommand.Create(),
            TrainCommand.Create(),
            GenerationsCommand.Create(),
            EvaluateCommand.Create(),
            RecommendCommand.Create(),
            SimulateCommand.Create(),
            SqlCommand.Create(),
            KeysCommand.Create(),
        };
        try
        {
            return await root.Parse(arguments).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (AttuneApiException refused)
        {
            Output.Note("attune: " + refused.Message);
            return ExitCode.Failed;
        }
        catch (Exception wrong) when (wrong is UsageException or ServerOptionsException or DataDirectoryInUseException or FileNotFoundException)
        {
            Output.Note("attune: " + wrong.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            Output.Note("attune: stopped.");
            return ExitCode.Failed;
        }
    }
}

/// <summary>What was asked cannot be done as asked; the message says what to do instead.</summary>
sealed class UsageException(string message) : Exception(message);
