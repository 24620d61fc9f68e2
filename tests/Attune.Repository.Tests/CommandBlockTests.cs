using System.Text.RegularExpressions;

namespace Attune.Repository.Tests;

/// <summary>What a document tells a reader to type is in a block of <c>sh</c>, which a test types, or in the list of what no test does.</summary>
public partial class CommandBlockTests
{
    // Page, how the line begins, and why no test types it. A row of a folder is for all its pages.
    static readonly (string Page, string Begins, string Why)[] NotTyped =
    [
        ("README.md", "./attune demo", "Attune.Server.Tests starts a demo of its own and types the rest against it."),
        ("README.md", "./test", "It is what runs this."),
        ("CONTRIBUTING.md", "./test", "It is what runs this."),
        ("bench/results/", "", "What made the figures: data that not every machine has, and hours."),
        ("deploy/README.md", "/opt/attune/", "Needs the program installed on a host."),
        ("deploy/README.md", "docker", "Needs containers."),
        ("deploy/README.md", "kubectl", "Needs Kubernetes."),
        ("docs/cli.md", "attune", "EveryVerbTests parses them all; other tests run the verbs, and CompletionTests the completion."),
        ("docs/client.md", "./attune serve", "Attune.Samples.Tests starts both and takes the server away."),
        ("docs/client.md", "dotnet run", "Attune.Samples.Tests starts both and takes the server away."),
        ("docs/console.md", "./attune demo", "While working on the console; its tests start what they need."),
        ("docs/console.md", "cd console", "While working on the console; its tests start what they need."),
        ("docs/decisions/", "ATTUNE_TEST_FULL=1", "One of the long runs."),
        ("docs/decisions/", "./attune simulate --truth", "Minutes; its figures are in bench/results."),
        ("docs/embedding.md", "dotnet run", "Attune.Samples.Tests starts it."),
        ("docs/erasure.md", "kafka-configs.sh", "Needs a real broker."),
        ("docs/evaluation.md", "bench/tables", "Data that not every machine has, and hours."),
        ("docs/evaluation.md", "./attune import --replay", "Data that not every machine has, and minutes."),
        ("docs/exploring.md", "./attune import --counterfactual", "Data that not every machine has, and minutes."),
        ("docs/telemetry.md", "bench/telemetry", "Minutes on a machine that does nothing else."),
        ("docs/upgrade.md", "systemctl", "Needs a host's services."),
    ];

    // Under another name a block of commands would be seen by nobody.
    static readonly string[] Tags = ["", "sh", "bash", "console", "text", "json", "csharp", "python"];

    public static TheoryData<string> Documents => DocumentTests.Documents;

    [Theory, MemberData(nameof(Documents))]
    public void A_command_is_typed_by_a_test_or_in_the_list_of_those_that_are_not(string path)
    {
        foreach (var block in Block.Of(Repository.Read(path)))
        {
            Assert.True(Tags.Contains(block.Tag), $"{path}:{block.Line} has a block of '{block.Tag}'; there are {string.Join(", ", Tags)}.");
            if (block.Tag == "sh")
            {
                Assert.True(Typed().IsMatch(path), $"{path}:{block.Line} has a block of sh, and no test types what stands on this page.");
                continue;
            }

            // With the names of servers as variables, which ClusterRestoreTests sets.
            Assert.True(block.Tag != "bash" || path == "docs/backup.md", $"{path}:{block.Line} has a block of bash, and no test types what stands on this page.");

            // Of a block for a reader's own host every line is a command; of one without a tag those that look like it.
            var commands = block.Lines.Where(line => block.Tag switch
            {
                "console" => line.Length > 0 && line[0] is not ('#' or ' '),
                "" => Command().IsMatch(line),
                _ => false,
            });
            Assert.All(commands, line => Assert.True(
                NotTyped.Any(row => IsOf(row, path, line)),
                $"{path}:{block.Line} tells to type '{line}'. Tag the block sh, so that a test does; or tag it console, and say in the list here why none can."));
        }
    }

    [Fact]
    public void What_is_listed_as_not_typed_is_in_a_document()
    {
        var blocks = Repository.Files(".", "*.md").Select(path => path.TrimStart('.', '/')).SelectMany(path => Block.Of(Repository.Read(path)).Select(block => (path, block))).ToList();

        Assert.All(NotTyped, row => Assert.True(
            row.Begins.Length == 0 || blocks.Any(each => each.block.Tag is "" or "console" && each.block.Lines.Any(line => IsOf(row, each.path, line))),
            $"No block of {row.Page} begins a line with '{row.Begins}': take it out of the list."));
    }

    static bool IsOf((string Page, string Begins, string Why) row, string path, string line) =>
        (row.Page.EndsWith('/') ? path.StartsWith(row.Page, StringComparison.Ordinal) : path == row.Page) && line.StartsWith(row.Begins, StringComparison.Ordinal);

    // DocumentTests and ClusterDocumentTests of Attune.Server.Tests; the reference is made from requests that ReferenceTests plays.
    [GeneratedRegex(@"^([^/]+|docs/[^/]+|docs/reference/[^/]+)\.md$")]
    private static partial Regex Typed();

    [GeneratedRegex(@"^(\$ )?([A-Z_]+=\S+ )*((\./)?attune|\./test|\./eng|eng/\S|bench/\S|artifacts/\S|/opt/|curl|wget|git|cd|dotnet|npm|npx|docker|kubectl|systemctl|sudo|zfs|redis-cli|psql|kafka-\S+)(\s|/|$)|^(eng|bench|artifacts|/opt)/\S+")]
    private static partial Regex Command();

    sealed record Block(int Line, string Tag, IReadOnlyList<string> Lines)
    {
        /// <summary>Fences, and what is set in by four columns after an empty line, which has no tag.</summary>
        public static List<Block> Of(string text)
        {
            var blocks = new List<Block>();
            var lines = text.Split('\n');
            for (var at = 0; at < lines.Length; at++)
            {
                var begin = at;
                if (lines[at].StartsWith("```", StringComparison.Ordinal))
                {
                    at = Array.FindIndex(lines, at + 1, line => line.TrimEnd() == "```");
                    blocks.Add(new(begin + 1, lines[begin][3..].Trim(), lines[(begin + 1)..at]));
                }
                else if (lines[at].StartsWith("    ", StringComparison.Ordinal) && (at == 0 || lines[at - 1].Length == 0))
                {
                    at = Array.FindIndex(lines, at, line => !line.StartsWith("    ", StringComparison.Ordinal));
                    blocks.Add(new(begin + 1, "", [.. lines[begin..at].Select(line => line[4..])]));
                }
            }

            return blocks;
        }
    }
}
