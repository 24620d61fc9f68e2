using System.Text.RegularExpressions;

namespace Attune.Repository.Tests;

/// <summary>What the documents say of the tree is there.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Repository.Files(".", "*.md").Select(path => path.TrimStart('.', '/'))];

    [Theory, MemberData(nameof(Documents))]
    public void Every_relative_link_leads_somewhere(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, path))!;
        foreach (Match link in Link().Matches(Repository.Read(path)))
        {
            var target = link.Groups[1].Value.Split('#')[0];
            if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            Assert.True(Path.Exists(Path.Combine(folder, target)), $"{path} links to {target}, which is not there.");
        }
    }

    [Fact]
    public void The_readme_is_short_and_shows_a_result_early()
    {
        var lines = Repository.Read("README.md").Split('\n');

        Assert.True(lines.Length <= 200, $"README.md has {lines.Length} lines.");
        Assert.Contains(lines.Take(25), line => line.Contains("./attune demo", StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_the_library_is_code_that_a_test_runs()
    {
        var shown = Between(Repository.Read("docs/learning.md"), "```csharp\n", "```");
        var run = Between(Repository.Read("tests/Attune.Learning.Tests/LibraryExample.cs"), "// example\n", "        // end");

        Assert.Equal(Lines(shown), Lines(run));

        static string Between(string text, string start, string end) => text.Split(start)[1].Split(end)[0];
        static string[] Lines(string text) => [.. text.Trim().Split('\n').Select(line => line.Trim())];
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
