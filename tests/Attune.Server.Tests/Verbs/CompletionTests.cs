using System.Diagnostics;
using Attune.Server.Commands;
using Attune.Server.Commands.Completion;

namespace Attune.Server.Tests.Verbs;

/// <summary>Asked of the shells themselves; one that is not installed is skipped.</summary>
public sealed class CompletionTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    public static TheoryData<string[], string> Typed => new()
    {
        { ["tr"], "train" },
        { ["keys", ""], "create list revoke --help" },
        { ["keys", "create", "--sc"], "--scope" },
        { ["keys", "create", "--scope", ""], "admin read write" },
        { ["import", "--data", "x", "--kind", "it"], "items" },
        { ["completion", "z"], "zsh" },
        { ["train", "--data", ""], "" },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Bash_offers_what_can_come_next(string[] words, string offered)
    {
        _folder.Write("attune.bash", BashScript.Render(CommandLine.Root(), isZsh: false));

        var said = await AskAsync("bash", $"source attune.bash; COMP_WORDS=(attune {Quoted(words)}); COMP_CWORD={words.Length}; _attune; echo \"${{COMPREPLY[*]}}\"");

        Assert.Equal(offered, said);
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Zsh_offers_what_can_come_next(string[] words, string offered)
    {
        _folder.Write("attune.zsh", BashScript.Render(CommandLine.Root(), isZsh: true));

        var said = await AskAsync(
            "zsh", $"ZDOTDIR=$PWD; source ./attune.zsh; COMP_WORDS=(attune {Quoted(words)}); COMP_CWORD={words.Length}; emulate sh -c _attune; echo \"${{COMPREPLY[*]}}\"");

        // Zsh itself leaves out what does not begin as the word does.
        Assert.Equal(offered, string.Join(' ', said.Split(' ').Where(word => word.StartsWith(words[^1], StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("attune tr", "train")]
    [InlineData("attune keys ", "create list revoke")]
    [InlineData("attune keys create --scope ", "admin read write")]
    [InlineData("attune import --data x --kind it", "items")]
    public async Task Fish_offers_what_can_come_next(string typed, string offered)
    {
        _folder.Write("attune.fish", FishScript.Render(CommandLine.Root()));

        var said = await AskAsync("fish", $"set -x HOME $PWD; source attune.fish; complete -C '{typed}' | string replace -r '\\t.*' '' | string join ' '");

        Assert.Equal(offered, said);
    }

    public void Dispose() => _folder.Dispose();

    static string Quoted(string[] words) => string.Join(' ', words.Select(word => $"'{word}'"));

    async Task<string> AskAsync(string shell, string script)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, shell))))
        {
            Assert.Skip($"There is no {shell} here.");
        }

        using var process = Process.Start(new ProcessStartInfo(shell, ["-c", script]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Trim();
    }
}
