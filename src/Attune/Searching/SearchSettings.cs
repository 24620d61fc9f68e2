using Attune.Operating;

namespace Attune.Searching;

/// <summary>What of an item is searched, and what each part weighs.</summary>
public sealed record SearchSettings
{
    static readonly Dictionary<string, double> Defaults = new()
    {
        ["name"] = 3,
        ["title"] = 3,
        ["brand"] = 2,
        ["category"] = 2,
        ["categories"] = 2,
        ["genres"] = 2,
        ["tags"] = 2,
        ["description"] = 1,
    };

    /// <summary>False keeps no index: searches find nothing. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// By name of a text or set of texts: what a word in it weighs, 0 to 100; 0 = not searched. Unnamed ones keep their
    /// defaults: name and title 3; brand, category, categories, genres and tags 2; description 1.
    /// </summary>
    public IReadOnlyDictionary<string, double> Properties { get; init; } = new Dictionary<string, double>();

    /// <summary>What a word weighs in any other text or set. 0 to 100; default 0.5.</summary>
    public double OtherWeight { get; init; } = 0.5;

    /// <summary>Words of an item that are searched, the first ones of each property in turn. 10 to 10 000; default 500.</summary>
    public int WordsPerItem { get; init; } = 500;

    /// <summary>What a word weighs in a property.</summary>
    public double WeightOf(string property) =>
        Properties.TryGetValue(property, out var weight) || Defaults.TryGetValue(property, out weight) ? weight : OtherWeight;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new SettingFaults("search").Within(OtherWeight, 0, 100).Within(WordsPerItem, 10, 10_000).Found;
        return
        [
            .. faults,
            .. Properties.Where(weight => !(weight.Value is >= 0 and <= 100))
                .Select(weight => FormattableString.Invariant($"search.properties.{weight.Key} is {weight.Value}; it must be 0 to 100.")),
        ];
    }
}
