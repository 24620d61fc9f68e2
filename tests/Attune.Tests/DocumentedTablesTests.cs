using System.Runtime.CompilerServices;
using Attune.Catalog;
using Attune.Events;
using Attune.Featuring;
using Attune.Filtering;
using Attune.Live;

namespace Attune.Tests;

/// <summary>What the pages on events and filters say is what the code does.</summary>
public sealed class DocumentedTablesTests
{
    [Fact]
    public void The_page_on_events_has_every_name_of_every_field()
    {
        var page = Page("events.md");

        foreach (var names in EventAliases.AllFieldNames)
        {
            Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_page_on_events_has_every_name_of_every_type_in_its_row_and_no_other()
    {
        var rows = Page("events.md").Split("## Types")[1].Split("## Timestamps")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && !line.Contains("custom:", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split('`').Where((_, n) => n % 2 == 1)));

        Assert.Equal(EventAliases.AllTypeNames.Select(names => string.Join(' ', names)), rows);
    }

    [Fact]
    public void The_page_on_features_has_every_feature_that_follows_from_the_history()
    {
        var features = UserFeatures.OfUser.Concat(UserFeatures.OfPair).Concat(new ItemFeatures(new LiveSettings().TrendingHalfLives).All);

        Assert.All(features, feature => Assert.Contains($"`{feature.Name}`", Page("features.md"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_on_filters_has_every_function_and_limit()
    {
        var page = Page("filters.md");

        Assert.All(Functions.Names, name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.Contains(
            FormattableString.Invariant($"4 096 characters, nested {FilterLimits.Depth} deep, {FilterLimits.Nodes} values and operators, 1 000 elements in a list"), page, StringComparison.Ordinal);
        Assert.Equal((4096, 1000), (FilterLimits.Length, FilterLimits.ListElements));
    }

    [Fact]
    public void The_examples_of_the_page_on_filters_are_filters()
    {
        var schema = PropertySchema.Empty.With(
        [
            new("price", PropertyType.Number), new("discount", PropertyType.Number), new("brand", PropertyType.Text), new("title", PropertyType.Text),
            new("launch", PropertyType.Timestamp), new("tags", PropertyType.TextSet), new("awards", PropertyType.TextSet),
            new("place", PropertyType.GeoPoint), new("embedding", new PropertyKind(PropertyType.Vector, 8)),
        ]);
        var users = PropertySchema.Empty.With([new("country", PropertyType.Text), new("home", PropertyType.GeoPoint)]);
        var examples = Page("filters.md").Split("## Examples")[1].Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.IsType<FilterOutcome.Compiled>(FilterLanguage.Compile(example.Trim(), schema, users)));
    }

    static string Page(string name) => File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../docs", name));

    static string ThisFile([CallerFilePath] string path = "") => path;
}
