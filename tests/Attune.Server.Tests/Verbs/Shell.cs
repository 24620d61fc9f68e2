using System.Diagnostics;
using System.Text.Json;
using Attune.Load;

namespace Attune.Server.Tests.Verbs;

/// <summary>The built executable, run as a person runs it, in a folder.</summary>
sealed class Shell(string folder)
{
    /// <summary>Runs a verb to its end.</summary>
    public async Task<Said> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var said = new Said(string.Join(' ', arguments), process.ExitCode, await output, await error);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", said.Error, StringComparison.Ordinal);
        return said;
    }

    /// <summary>Starts a verb that goes on, as serve and demo do.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(ServerProcess.Executable, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{ServerProcess.Executable} did not start.");
    }

    /// <summary>Sends a signal by its name, as INT, and returns the exit code of the process.</summary>
    public static async Task<int> SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, FormattableString.Invariant($"{process.Id}")]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        return process.ExitCode;
    }
}

/// <summary>What a verb said and how it ended.</summary>
sealed record Said(string Command, int Code, string Output, string Error)
{
    /// <summary>All of standard output, which must be one JSON value and nothing else.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    public Said Ends(int code, params string[] words)
    {
        Assert.True(Code == code, $"'{Command}' ended with {Code}, not {code}.\n{Output}\n{Error}");
        Assert.All(words, word => Assert.Contains(word, Output + Error, StringComparison.Ordinal));
        return this;
    }
}
