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
            var (target, place) = link.Groups[1].Value.Split('#') is [var page, var anchor] ? (page, anchor) : (link.Groups[1].Value, null);
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var file = target.Length == 0 ? Path.Combine(Repository.Root, path) : Path.Combine(folder, target);
            Assert.True(Path.Exists(file), $"{path} links to {target}, which is not there.");
            Assert.True(place is null || !file.EndsWith(".md", StringComparison.Ordinal) || Anchors(File.ReadAllText(file)).Contains(place), $"{path} links to {target}#{place}, and no heading there makes that place.");
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
    public void Every_page_is_in_the_list_of_pages_and_every_reader_finds_the_list()
    {
        var list = Repository.Read("docs/README.md");
        var listed = Link().Matches(list).Select(link => link.Groups[1].Value).ToHashSet();

        // The pages of these folders are listed by a page or a listing of their own.
        string[] folders = ["decisions/", "reference/", "runbooks/"];
        var pages = Repository.Files("docs", "*.md").Select(path => path["docs/".Length..])
            .Where(page => page != "README.md" && !folders.Any(folder => page.StartsWith(folder, StringComparison.Ordinal)));
        Assert.All(pages, page => Assert.True(listed.Contains(page), $"docs/README.md does not list {page}: say there what a reader finds on it."));
        Assert.All(folders, folder => Assert.Contains(listed, link => link.StartsWith(folder.TrimEnd('/'), StringComparison.Ordinal)));
        Assert.Contains("](docs/README.md)", Repository.Read("README.md"), StringComparison.Ordinal);
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

    // As GitHub makes the place of a heading; what stands in fences is no heading.
    static HashSet<string> Anchors(string text)
    {
        var anchors = new HashSet<string>();
        foreach (var line in Fence().Replace(text, "").Split('\n').Where(line => line.StartsWith('#')))
        {
            var anchor = string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-').Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_'));
            for (var n = 0; !anchors.Add(n == 0 ? anchor : $"{anchor}-{n}"); n++)
            {
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
