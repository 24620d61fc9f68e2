using System.Diagnostics;
using System.Text.Json;
using Attune.Load;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Readme;

/// <summary>What the documents tell a reader to type is typed, against a demo that runs.</summary>
public sealed class DocumentTests : IDisposable
{
    // These start servers or builds of their own, or read data that not every machine has.
    static readonly string[] NotTyped = ["attune demo", "attune serve", "./test", "../shared", "bench/load", "dotnet "];

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    readonly ScratchFolder _folder = new();

    [Fact]
    public async Task Every_block_of_shell_does_what_the_document_says_and_the_demo_starts_again()
    {
        _folder.Write("attune", $"#!/bin/sh\nexec '{ServerProcess.Executable}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder.Path, "attune"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var shell = new Shell(_folder.Path);
        using var demo = shell.Start("demo", "--port", "0", "--data", "shop");
        var address = await ReadUntilAsync(demo, "Try it yourself at ");

        var blocks = DocumentBlocks.All().Where(block => !NotTyped.Any(word => block.Script.Contains(word, StringComparison.Ordinal))).ToList();
        foreach (var block in blocks)
        {
            await TypeAsync(block, address.TrimEnd(':'));
        }

        Assert.NotEmpty(blocks);
        Assert.Equal(0, await Shell.SignalAsync(demo, "INT"));

        using var second = shell.Start("demo", "--port", "0", "--data", "shop");
        Assert.Contains("Taking up the shop", await second.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await ReadUntilAsync(second, "Try it yourself at ");
        Assert.Equal(0, await Shell.SignalAsync(second, "TERM"));
    }

    async Task TypeAsync(DocumentBlocks.Block block, string address)
    {
        var script = block.Script
            .Replace("http://127.0.0.1:8080", address, StringComparison.Ordinal)
            .Replace("http://localhost:8080", address, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", $"curl() {{ command curl -sS --fail-with-body \"$@\"; echo; }}\n{script}"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, $"{block.Where} ended with {process.ExitCode}:\n{output}\n{await error}");
        if (block.Answer is { } shown)
        {
            var answers = output.Split('\n').Where(line => line.StartsWith('{')).SelectMany(line => Names(JsonSerializer.Deserialize<JsonElement>(line))).ToHashSet();
            Assert.All(Names(JsonSerializer.Deserialize<JsonElement>(shown)), name => Assert.True(answers.Contains(name), $"{block.Where} shows {name}; no answer had it."));
        }
    }

    // Paths of names, as items.id. What a shop calls its items' properties is the shop's.
    static IEnumerable<string> Names(JsonElement value, string path = "") => value.ValueKind switch
    {
        JsonValueKind.Object when !path.EndsWith("properties.", StringComparison.Ordinal) =>
            value.EnumerateObject().SelectMany(property => Names(property.Value, path + property.Name + ".").Prepend(path + property.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(each => Names(each, path)),
        _ => [],
    };

    static async Task<string> ReadUntilAsync(Process process, string words)
    {
        // A demo that goes on without the words would be listened to for ever.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        var cancellation = patience.Token;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith(words, StringComparison.Ordinal))
            {
                // What comes later is not read, and must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return line[words.Length..];
            }
        }

        throw new InvalidOperationException($"The demo ended without '{words}': {await process.StandardError.ReadToEndAsync(cancellation)}");
    }

    public void Dispose() => _folder.Dispose();
}
