using Attune.Recommending.Scenarios;

namespace Attune.Evaluating.Truth;

/// <summary>Where the lists of a run come from.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Source">From what.</param>
/// <param name="Scenario">How the engine makes its lists.</param>
public sealed record LifePolicy(string Name, LifeSource Source, Scenario Scenario)
{
    /// <summary>All that are held against each other, the defaults first.</summary>
    public static IReadOnlyList<LifePolicy> All { get; } =
    [
        new("defaults", LifeSource.Engine, Plain),
        new("defaults, without ranker", LifeSource.Engine, Plain with { Ranker = false }),
        new("the same, repeated items as any other", LifeSource.Engine, Plain with { Ranker = false, RepeatedItemWeight = 1 }),
        new("a tenth explored", LifeSource.Engine, Plain with { Exploration = 0.1, NewItemShare = 0 }),
        new("a tenth explored, without ranker", LifeSource.Engine, Plain with { Ranker = false, Exploration = 0.1, NewItemShare = 0 }),
        new("neither ranker, exploration nor places for new items", LifeSource.Engine, Plain with { Ranker = false, NewItemShare = 0 }),
        new("item to item alone", LifeSource.Engine, Plain with { Ranker = false, NewItemShare = 0, Weights = SimilarAlone }),
        new("lists made each night", LifeSource.Nightly, Plain with { Ranker = false }),
        new("by popularity", LifeSource.Popularity, Plain with { Ranker = false }),
    ];

    static Scenario Plain => new() { Name = Scenario.DefaultName };

    static Dictionary<string, double> SimilarAlone =>
        new() { ["similar"] = 1, ["taste"] = 0, ["next"] = 0, ["together"] = 0, ["trending"] = 0, ["popular"] = 0.001 };
}

/// <summary>Where lists come from.</summary>
public enum LifeSource
{
    /// <summary>The engine, asked whenever a list is shown.</summary>
    Engine,

    /// <summary>The engine, asked for everybody after the training of the night; strangers see what is popular.</summary>
    Nightly,

    /// <summary>What was taken up most so far, the same for everybody, counted each night.</summary>
    Popularity,
}
