using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Attune.Samples.Tests;

/// <summary>The packages, made once by <c>eng/pack</c> of what the build left.</summary>
public sealed class Packages : IAsyncLifetime
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../.."));

    public string Folder { get; } = Path.Combine(Root, "artifacts", "packages");

    /// <summary>Outside the repository, and gone after the tests.</summary>
    public string Outside { get; } = Directory.CreateTempSubdirectory("attune-consumer-").FullName;

    public string Version { get; } = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public async ValueTask InitializeAsync() => await RunAsync(Path.Combine(Root, "eng", "pack"), Root, "--no-build");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Outside, recursive: true);
        return ValueTask.CompletedTask;
    }

    public ZipArchive Open(string id, string kind) => ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{kind}"));

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{await error}");
        return output;
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
