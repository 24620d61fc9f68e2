using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Load;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Readme;

/// <summary>Somebody who types what a document says into one shell, in a folder of their own, and compares what they see with what it says.</summary>
/// <remarks>A command ends with 0, or with one of the codes that its line says: <c># ends with 1: …</c>.</remarks>
sealed partial class Reader(ScratchFolder folder)
{
    const string BlockEnds = "==== the block ends ====";

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What stands in documents, and what stands for it here, as addresses that are taken.</summary>
    public Dictionary<string, string> Here { get; } = [];

    /// <summary>Puts <c>./attune</c> into the folder: the program as it was built, and the script of servers.</summary>
    public void InstallAttune()
    {
        var servers = Path.Combine(DocumentBlocks.Root(), "eng", "cluster");
        var path = folder.Write("attune", $"#!/bin/sh\nif [ \"$1\" = cluster ]; then shift; exec '{servers}' \"$@\"; fi\nexec '{ServerProcess.Executable}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Types blocks into one shell, in their order. What they left running is stopped at the end.</summary>
    public async Task TypeAsync(params IReadOnlyList<DocumentBlocks.Block> blocks)
    {
        var typed = blocks.Select(block => AsHere(block.Script)).ToList();
        var script = folder.Write("typed.sh", $$"""
            curl() { case " $* " in *" -fs "*) command curl "$@" ;; *) command curl -sS --fail-with-body "$@" && echo ;; esac; }
            note() { printf '%s %s\n' "$1" "${2%%$'\n'*}" >>failed; }
            trap 'note "$?" "$BASH_COMMAND"' ERR
            trap 'trap - ERR; kill $(jobs -p) 2>/dev/null; wait' EXIT
            set -uo pipefail
            {{string.Join($"\necho '{BlockEnds}' | tee -a failed\n", typed)}}
            """);
        folder.Write("failed", "");

        // Into files: who runs on in the background would hold a pipe open.
        var start = new ProcessStartInfo("bash", ["-c", "exec bash typed.sh >said 2>complained </dev/null"]) { WorkingDirectory = folder.Path };
        start.Environment["TMPDIR"] = folder.Path;
        using var process = Process.Start(start)!;
        await EndAsync(process, script);

        var (said, failed) = (Read("said"), Read("failed"));
        for (var at = 0; at < blocks.Count; at++)
        {
            var context = $"{blocks[at].Where} printed:\n{said.ElementAtOrDefault(at)}\n{string.Join('\n', Read("complained"))}";
            Assert.True(at < said.Length, $"{blocks[at].Where} was not come to.\n{context}");
            CompareCodes(typed[at], failed[at], context);
            CompareShown(blocks[at], said[at], context);
        }
    }

    async Task EndAsync(Process process, string script)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"What was typed did not end:\n{await File.ReadAllTextAsync(script, CancellationToken.None)}\n{string.Join('\n', Read("said"))}\n{string.Join('\n', Read("complained"))}");
        }
    }

    string[] Read(string file) => File.ReadAllText(Path.Combine(folder.Path, file)).Split(BlockEnds + "\n");

    static void CompareCodes(string typed, string failed, string context)
    {
        var told = new Dictionary<string, HashSet<int>>();
        foreach (var match in EndsWith().Matches(typed).Cast<Match>())
        {
            told[match.Groups[1].Value.TrimEnd(' ', '&')] = [.. Number().Matches(match.Groups[2].Value).Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture))];
        }

        foreach (var (command, code) in failed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Select(parts => (parts[1], int.Parse(parts[0], CultureInfo.InvariantCulture))))
        {
            Assert.True(told.GetValueOrDefault(command)?.Contains(code) is true, $"'{command}' ended with {code}.\n{context}");
            told[command].Add(0);
        }

        Assert.All(told, command => Assert.True(command.Value.Contains(0), $"'{command.Key}' ended with 0.\n{context}"));
    }

    void CompareShown(DocumentBlocks.Block block, string said, string context)
    {
        var seen = Likeness(said);
        Assert.All(block.Printed, line => Assert.True(seen.Contains(Likeness(AsHere(line)), StringComparison.Ordinal), $"Not printed: {line}\n{context}"));
        if (block.Answer is { } shown)
        {
            var answers = said.Split('\n').Where(line => line.StartsWith('{')).SelectMany(line => Names(JsonSerializer.Deserialize<JsonElement>(line))).ToHashSet();
            Assert.All(Names(JsonSerializer.Deserialize<JsonElement>(shown)), name => Assert.True(answers.Contains(name), $"{block.Where} shows {name}; no answer had it."));
        }
    }

    string AsHere(string text) => Here.Aggregate(text, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    // Numbers are those of the machine and the moment, and columns are as wide as they are.
    static string Likeness(string text) => Space().Replace(Number().Replace(text, "0"), " ").Trim();

    // Paths of names, as items.id. What a shop calls its items' properties is the shop's.
    static IEnumerable<string> Names(JsonElement value, string path = "") => value.ValueKind switch
    {
        JsonValueKind.Object when !path.EndsWith("properties.", StringComparison.Ordinal) =>
            value.EnumerateObject().SelectMany(property => Names(property.Value, path + property.Name + ".").Prepend(path + property.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(each => Names(each, path)),
        _ => [],
    };

    [GeneratedRegex(@"^(\S.*?) +# ends with (.*)$", RegexOptions.Multiline)]
    private static partial Regex EndsWith();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\s-]+")]
    private static partial Regex Space();
}
