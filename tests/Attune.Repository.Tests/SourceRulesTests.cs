using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Attune.Repository.Tests;

/// <summary>Rules of CONTRIBUTING.md that no analyzer knows.</summary>
public partial class SourceRulesTests
{
    const int LongestSource = 400;
    const int LongestTest = 600;

    // The arrows of ARCHITECTURE.md. A new one is a decision: add it here and write the record.
    static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Attune.Learning"] = [],
        ["Attune"] = ["Attune.Learning"],
        ["Attune.Embedded"] = ["Attune"],
        ["Attune.Cluster"] = ["Attune"],
        ["Attune.Client"] = [],
        ["Attune.Server"] = ["Attune.Client", "Attune.Cluster", "Attune.Embedded"],
    };

    public static TheoryData<string> Sources => [.. Repository.Files("src", "*.cs"), .. Repository.Files("samples", "*.cs")];

    public static TheoryData<string> Tests => [.. Repository.Files("tests", "*.cs")];

    [Fact]
    public void Projects_reference_only_what_the_architecture_allows()
    {
        foreach (var project in Repository.Files("src", "*.csproj"))
        {
            var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

            Assert.Equal(MayReference[Path.GetFileNameWithoutExtension(project)].Order(), references.Order());
        }
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_source_file_is_short_and_says_what_it_is(string path)
    {
        var text = Repository.Read(path);

        Assert.True(text.Count(c => c == '\n') <= LongestSource, $"{path} is longer than {LongestSource} lines.");
        Assert.DoesNotMatch(VagueName(), Path.GetFileNameWithoutExtension(path));
        Assert.DoesNotContain("#region", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(OpenPromise(), text);
    }

    [Theory, MemberData(nameof(Tests))]
    public void A_test_file_is_short(string path) =>
        Assert.True(Repository.Read(path).Count(c => c == '\n') <= LongestTest, $"{path} is longer than {LongestTest} lines.");

    [GeneratedRegex("Manager|Helper|Util|Impl$|Common|Misc|Wrapper|Processor$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b")]
    private static partial Regex OpenPromise();
}
