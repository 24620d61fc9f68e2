using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Attune.Server.Commands;

namespace Attune.Server.Tests.Verbs;

/// <summary>What holds for all verbs: a new one without help, example, --json or its place on the page fails here.</summary>
public sealed partial class EveryVerbTests
{
    /// <summary>Verbs that go on until they are stopped, or print what is no result.</summary>
    static readonly string[] WithoutResult = ["attune demo", "attune serve", "attune completion"];

    static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    public static TheoryData<string> Paths => [.. CommandLine.Root().AndBelow().Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Its_help_says_what_it_does_and_ends_with_examples_that_can_be_typed(string path)
    {
        var verb = Find(path);
        using var written = new StringWriter();

        var code = CommandLine.Root().Parse($"{path["attune".Length..]} --help").Invoke(new InvocationConfiguration { Output = written });

        Assert.Equal(ExitCode.Good, code);
        Assert.Contains("Usage:", written.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(".", verb.Description, StringComparison.Ordinal);
        Assert.Contains(verb.Examples, example => example.StartsWith(path, StringComparison.Ordinal));
        foreach (var example in verb.Examples)
        {
            Assert.Contains($"  {example}{Environment.NewLine}", written.ToString(), StringComparison.Ordinal);
            // What a shell takes for itself is not the verb's.
            var typed = CommandLineParser.SplitCommandLine(example.Split(" > ")[0]).ToList();
            Assert.Equal("attune", typed[0]);
            Assert.Empty(CommandLine.Root().Parse(typed[1..]).Errors);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Its_arguments_and_options_are_described_and_one_it_does_not_have_is_named(string path)
    {
        var verb = Find(path);

        Assert.All(verb.Arguments.Select(argument => argument.Description).Concat(verb.Options.Select(option => option.Description)), Assert.NotEmpty!);
        Assert.Contains(
            CommandLine.Root().Parse($"{path["attune".Length..]} --nonsense").Errors,
            error => error.Message.StartsWith("Unrecognized", StringComparison.Ordinal) && error.Message.Contains("--nonsense", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void It_answers_in_JSON_where_it_has_a_result(string path)
    {
        var verb = Find(path);
        var isForMachines = verb.Options.Any(option => option.Name == "--json");

        Assert.Equal(verb.Action is not null && !WithoutResult.Contains(path), isForMachines);
    }

    [Fact]
    public void The_page_has_every_verb_as_it_is()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs/cli.md"));
        var expected = CliPage.Render(CommandLine.Root());
        var at = page.IndexOf(CliPage.Heading + "\n", StringComparison.Ordinal);
        if (at < 0 || page[at..] != expected)
        {
            var written = Path.Combine(Root, "artifacts/cli.md");
            File.WriteAllText(written, (at < 0 ? page : page[..at]) + expected);
            Assert.Fail("docs/cli.md is not what the verbs say of themselves; what it should be is in artifacts/cli.md: look at it, and copy it there.");
        }
    }

    [Fact]
    public void The_page_has_every_exit_code()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);
        var told = ExitCodeRow().Matches(File.ReadAllText(Path.Combine(Root, "docs/cli.md"))).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));

        Assert.Equal(codes.Order(), told);
    }

    static Verb Find(string path) => CommandLine.Root().AndBelow().Single(verb => verb.Path == path);

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();
}
