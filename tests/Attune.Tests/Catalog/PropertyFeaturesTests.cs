using System.Text;
using Attune.Catalog;

namespace Attune.Tests.Catalog;

public sealed class PropertyFeaturesTests
{
    [Fact]
    public void Texts_sets_numbers_and_booleans_speak_and_timestamps_do_not()
    {
        Assert.Equal(1 + 2, Hashes("""{"title": "Blue lamp"}""").Count);
        Assert.Equal(2, Hashes("""{"tags": ["a", "b", "a"]}""").Count);
        Assert.Single(Hashes("""{"price": 9.99}"""));
        Assert.Single(Hashes("""{"inStock": true}"""));
        Assert.Empty(Hashes("""{"launch": "2026-11-20T18:00:00Z", "gone": null}"""));
        Assert.Empty(PropertyFeatures.Of(default));
    }

    [Fact]
    public void Case_and_punctuation_of_words_do_not_matter_and_the_property_does()
    {
        Assert.Superset(Words("""{"title": "lamp blue"}"""), Words("""{"title": "BLUE, (lamp)!"}"""));
        Assert.Empty(Hashes("""{"title": "lamp"}""").Intersect(Hashes("""{"brand": "lamp"}""")));
        Assert.Empty(Hashes("""{"a": true}""").Intersect(Hashes("""{"a": "true"}""")));
    }

    [Fact]
    public void Prices_close_to_each_other_are_one_feature_and_double_the_price_is_another()
    {
        Assert.Equal(Hashes("""{"price": 101}"""), Hashes("""{"price": 104}"""));
        Assert.Empty(Hashes("""{"price": 100}""").Intersect(Hashes("""{"price": 200}""")));
        Assert.Empty(Hashes("""{"price": 100}""").Intersect(Hashes("""{"price": -100}""")));
    }

    [Fact]
    public void The_features_of_one_kind_of_a_property_have_a_length_of_1_together()
    {
        var features = PropertyFeatures.Of(Encoding.UTF8.GetBytes("""{"tags": ["a", "b", "c", "d"]}"""));

        Assert.All(features, feature => Assert.Equal(0.5f, feature.Value));
    }

    static HashSet<long> Hashes(string json) => [.. PropertyFeatures.Of(Encoding.UTF8.GetBytes(json)).Select(feature => feature.Hash)];

    // All but the text as a whole, which comes first.
    static HashSet<long> Words(string json) => [.. PropertyFeatures.Of(Encoding.UTF8.GetBytes(json)).Skip(1).Select(feature => feature.Hash)];
}
