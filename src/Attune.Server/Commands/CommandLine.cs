using System.CommandLine;
using System.CommandLine.Help;
using Attune.Client;
using Attune.Embedded;
using Attune.Embedded.DuckDb;
using Attune.Embedded.Importing;
using Attune.Moving;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary>The verbs of <c>attune</c>, and what becomes of their failures: a sentence on standard error and an exit code.</summary>
static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = Root();
        using var stopping = new StopSignals();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && arguments.Length > 0)
        {
            return Misunderstood(parsed);
        }

        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return arguments.Length == 0
                ? await root.Parse(["--help"]).InvokeAsync(invocation, CancellationToken.None)
                : await parsed.InvokeAsync(invocation, stopping.Token);
        }
        catch (AttuneApiException refused)
        {
            Output.Note("attune: " + refused.Message);
            return ExitCode.Failed;
        }
        catch (Exception wrong) when (wrong is UsageException or ImportException or ServerOptionsException or DuckDbMissingException
            or DataDirectoryInUseException or MoveRefusedException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            Output.Note("attune: " + wrong.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            Output.Note("attune: stopped.");
            return ExitCode.Failed;
        }
        catch (Exception fault)
        {
            // The edge of the process: a person at a shell is told what failed, not where in the code.
            Output.Note($"attune: {fault.Message} ({fault.GetType().Name})");
            return ExitCode.Failed;
        }
    }

    /// <summary>All verbs, below the one that is called as the program.</summary>
    public static Verb Root()
    {
        // Not a RootCommand: that one is named after the executable file, and people type attune.
        var root = new Verb("attune", "Recommendations that know the last click.", "attune demo", "attune serve --data ./data", "attune import --help")
        {
            new HelpOption { Action = new VerbHelp() },
            new VersionOption(),
            DemoCommand.Create(),
            ServeCommand.Create(),
            ImportCommand.Create(),
            TrainCommand.Create(),
            TuneCommand.Create(),
            GenerationsCommand.Create(),
            ScenariosCommand.Create(),
            EvaluateCommand.Create(),
            RecommendCommand.Create(),
            SimulateCommand.Create(),
            SqlCommand.Create(),
            ExportCommand.Create(),
            KeysCommand.Create(),
            UsersCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            MigrateCommand.Create(),
            DoctorCommand.Create(),
        };
        root.Subcommands.Add(CompletionCommand.Create(root));
        root.RefuseUnknownOptions();
        return root;
    }

    static int Misunderstood(ParseResult parsed)
    {
        // What is said of a missing verb only repeats what is said of the one that is unknown.
        var unknown = parsed.Errors.Where(error => error.Message.StartsWith("Unrecognized", StringComparison.Ordinal)).ToList();
        foreach (var error in unknown.Count > 0 ? unknown : parsed.Errors)
        {
            Output.Note("attune: " + error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal));
        }

        var verb = (Verb)parsed.CommandResult.Command;
        Output.Note($"{verb.Path} --help lists {(verb.Subcommands.Count > 0 ? "the verbs" : "what it takes")}.");
        return ExitCode.Usage;
    }
}

/// <summary>What was asked cannot be done as asked; the message says what to do instead.</summary>
sealed class UsageException(string message) : Exception(message);
