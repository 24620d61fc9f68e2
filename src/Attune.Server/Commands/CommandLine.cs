using System.CommandLine;
using Attune.Client;
using Attune.Embedded;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary>The verbs of <c>attune</c>, and what becomes of their failures: a sentence on standard error and an exit code.</summary>
static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Attune: recommendations that know the last click.")
        {
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
