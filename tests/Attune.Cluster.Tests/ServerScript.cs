using System.Diagnostics;

namespace Attune.Cluster.Tests;

/// <summary>Runs the scripts of <c>eng/servers</c>, which start and stop real servers in folders of their own on free ports.</summary>
static class ServerScript
{
    /// <summary>Runs a script to its end.</summary>
    /// <param name="name">The script, as <c>redis</c>.</param>
    /// <param name="arguments">As <c>start</c> and a folder.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Root(), "eng", "servers", name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (said, wrong) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        return script.ExitCode == 0
            ? (await said).Trim()
            : throw new InvalidOperationException($"eng/servers/{name} {string.Join(' ', arguments)}: {await wrong}{await said}");
    }

    /// <summary>The repository.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Attune.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository is not above the tests.");
        }

        return folder;
    }
}
