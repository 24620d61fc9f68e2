using System.Text.RegularExpressions;

namespace Attune.Repository.Tests;

/// <summary>What the documents say of the tree is there.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Repository.Files(".", "*.md").Select(path => path.TrimStart('.', '/'))];

    // Built and run by Attune.Samples.Tests, or a test itself.
    static readonly Lazy<IReadOnlyList<string>> Samples =
        new(() => [.. Repository.Files("samples", "*.cs").Concat(Repository.Files("tests", "*.cs")).Select(file => Lines(Repository.Read(file)))]);

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

    [Theory, MemberData(nameof(Documents))]
    public void Code_that_is_shown_is_code_that_a_test_runs(string path)
    {
        foreach (Match block in Code().Matches(Repository.Read(path)))
        {
            Assert.True(
                Samples.Value.Any(sample => sample.Contains(Lines(block.Groups[1].Value), StringComparison.Ordinal)),
                $"{path} shows what stands like this in no file of samples or tests:\n{block.Groups[1].Value}");
        }
    }

    // Without indentation, which is the page's own.
    static string Lines(string text) => string.Concat(text.Trim().Split('\n').Select(line => line.Trim() + '\n'));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
