using System.Reflection;
using System.Xml.Linq;
using Attune.Cluster.Tests;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>docs/reference/library is what the public libraries say of themselves.</summary>
public sealed class LibraryReferenceTests
{
    const string Again = "Run `eng/reference library` and look at what it changes.";

    static readonly string Folder = Path.Combine(ServerScript.Root(), "docs/reference/library");

    [Fact]
    public void The_reference_of_the_libraries_is_what_their_sources_say()
    {
        var pages = Pages();
        if (Environment.GetEnvironmentVariable("ATTUNE_WRITE_REFERENCE") == "1")
        {
            Write(pages);
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.True(
            page.Value == File.ReadAllText(Path.Combine(Folder, page.Key)), $"docs/reference/library/{page.Key} is not what the sources say now. {Again}"));
    }

    [Theory]
    [InlineData("Attune.State.md", "- `ValueTask<(long Count, long Bytes)> MeasureAsync(StateKind kind, CancellationToken cancellation)`: How many values")]
    [InlineData("Attune.State.md", "- `ValueTask<byte[]?[]> GetAsync(IReadOnlyList<StateKey> keys, CancellationToken cancellation)`: Several values")]
    [InlineData("Attune.State.md", "- `StateWrite(StateKey Key, byte[]? Value, long Fence = -1)`\n- `long Fence { get; init; }`: How far")]
    [InlineData("Attune.State.md", "a write with a lower [`StateWrite.Fence`](#statewrite) than")]
    [InlineData("Attune.State.md", "`enum StateKind`\n\nWhat kind of value a key names.\n\n- `Profile`: An encoded profile")]
    [InlineData("Attune.Catalog.md", "- `static implicit operator PropertyKind(PropertyType type)`: ")]
    [InlineData("Attune.Embedded.md", "  - Throws [DataDirectoryInUseException](#datadirectoryinuseexception): Another process holds it.")]
    public void A_member_is_shown_as_it_is_declared_with_what_its_comment_says(string page, string text) =>
        Assert.Contains(text, Pages()[page], StringComparison.Ordinal);

    [Fact]
    public void What_is_internal_or_made_by_the_compiler_is_not_shown()
    {
        var shown = string.Concat(Pages().Values);

        Assert.All(["### BatchFold\n", "PrintMembers", "Deconstruct", "EqualityContract", "<Clone>", "GetHashCode"], text => Assert.DoesNotContain(text, shown, StringComparison.Ordinal));
    }

    static IReadOnlyDictionary<string, string> Pages() => new LibraryPages([.. Packages().Select(Assembly.Load)]).All();

    // Those that eng/pack makes.
    static IEnumerable<string> Packages() => Directory.EnumerateFiles(Path.Combine(ServerScript.Root(), "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(project => XDocument.Load(project).Descendants("Import").Any(import => ((string)import.Attribute("Project")!).EndsWith("eng/Package.props", StringComparison.Ordinal)))
        .Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal);

    static void Write(IReadOnlyDictionary<string, string> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var old in Directory.GetFiles(Folder).Where(file => !pages.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(old);
        }

        foreach (var (name, text) in pages)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }
}
