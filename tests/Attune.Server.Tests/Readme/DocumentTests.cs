using System.Diagnostics;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Readme;

/// <summary>What the documents tell a reader to type is typed, against a demo that runs; what is told of several nodes, by <see cref="ClusterDocumentTests"/>.</summary>
public sealed class DocumentTests : IDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    readonly ScratchFolder _folder = new();

    [Fact]
    public async Task Every_block_of_shell_does_what_the_document_says_and_the_demo_starts_again()
    {
        var reader = new Reader(_folder);
        reader.InstallAttune();
        var shell = new Shell(_folder.Path);
        using var demo = shell.Start("demo", "--port", "0", "--data", "shop");
        var address = await ReadUntilAsync(demo, "Try it yourself at ");

        reader.Here["http://127.0.0.1:8080"] = reader.Here["http://localhost:8080"] = address.TrimEnd(':');

        var blocks = DocumentBlocks.All().Where(block => !ClusterDocumentTests.Pages.Contains(block.Page)).ToList();
        foreach (var block in blocks)
        {
            await reader.TypeAsync(block);
        }

        Assert.NotEmpty(blocks);
        Assert.Equal(0, await Shell.SignalAsync(demo, "INT"));

        using var second = shell.Start("demo", "--port", "0", "--data", "shop");
        Assert.Contains("Taking up the shop", await second.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await ReadUntilAsync(second, "Try it yourself at ");
        Assert.Equal(0, await Shell.SignalAsync(second, "TERM"));
    }

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
