using System.Diagnostics;

namespace Attune.Load.Clusters;

/// <summary>Programs and scripts this run starts and waits for.</summary>
static class Shell
{
    /// <summary>Runs one to its end.</summary>
    /// <returns>What it said.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await said).Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await wrong}");
    }
}
