using Attune.Catalog;
using Attune.Recommending.Scenarios.Presets;

namespace Attune.Tests.Recommending.Scenarios;

public sealed class ScenarioPresetsTests
{
    static readonly PropertySchema Bare = PropertySchema.Empty;

    public static TheoryData<string> Industries => [.. ScenarioPresets.Industries];

    [Theory, MemberData(nameof(Industries))]
    public void A_catalog_without_properties_gets_the_placements_and_a_note_for_each_rule_left_out(string industry)
    {
        var preset = ScenarioPresets.Of(industry, Bare)!;

        Assert.InRange(preset.Scenarios.Count, 4, 8);
        Assert.Equal(preset.Scenarios.Count, preset.Scenarios.Select(scenario => scenario.Name).Distinct().Count());
        Assert.Contains(preset.Scenarios, scenario => scenario.Name == "home");
        Assert.All(preset.Scenarios, scenario => Assert.True(scenario.Filter is null && scenario.Boosts.Count == 0 && scenario.Caps.Count == 0));
        Assert.NotEmpty(preset.Notes);
    }

    [Fact]
    public void A_rule_takes_the_first_property_that_is_there_with_its_type()
    {
        var schema = PropertySchema.Empty.With(
        [
            new("published", PropertyType.Text), new("released", PropertyType.Timestamp), new("section", PropertyType.Number), new("topics", PropertyType.TextSet),
        ]);

        var home = ScenarioPresets.Of("news", schema)!.Scenarios.Single(scenario => scenario.Name == "home");

        Assert.Equal("item.released > now() - duration(\"1d\")", Assert.Single(home.Boosts).When);
        Assert.Equal("topics", Assert.Single(home.Caps).Property);
    }

    [Fact]
    public void A_note_names_the_properties_and_the_types_that_would_do_and_comes_once()
    {
        var notes = ScenarioPresets.Of("music", Bare)!.Notes;

        Assert.Equal(["The cap on items of one artist is left out: items have no property artist, artists of type text or set of text."], notes);
    }

    [Fact]
    public void There_is_no_preset_of_another_name() => Assert.Null(ScenarioPresets.Of("zoo", Bare));
}
