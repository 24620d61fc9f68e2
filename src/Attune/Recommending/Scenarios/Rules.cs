using Attune.Events;

namespace Attune.Recommending.Scenarios;

/// <summary>Makes items that fulfil a condition count for more, or less.</summary>
/// <param name="When">The condition.</param>
/// <param name="Factor">What their scores are multiplied by: above 1 boosts, below 1 buries; 0.001 to 1 000.</param>
public sealed record Boost(string When, double Factor);

/// <summary>Gives an item a fixed place, as long as it may be recommended at all.</summary>
/// <param name="Item">The item.</param>
/// <param name="Position">The place, from 1.</param>
public sealed record Pin(ItemId Item, int Position);

/// <summary>So many items at most share a value of a property within any stretch of the list.</summary>
/// <param name="Property">The property: a text, a set of texts, a number or a boolean.</param>
/// <param name="Most">At most so many of one value.</param>
/// <param name="Window">In any so many places that follow one another; null: in the whole list.</param>
public sealed record Cap(string Property, int Most, int? Window = null);

/// <summary>So great a part of a list at least fulfils a condition, as far as there are such items.</summary>
/// <param name="When">The condition.</param>
/// <param name="Least">The part, above 0 to 1.</param>
public sealed record GroupShare(string When, double Least);

/// <summary>An item that was shown again and again and not taken up steps back for a while.</summary>
/// <param name="After">From so many impressions on, counted since the user last took it up.</param>
/// <param name="Factor">What is left of its score then; 0, not shown, to 1.</param>
/// <param name="Rest">How long, in hours since the last impression.</param>
public sealed record Rotation(int After, double Factor, double Rest);

/// <summary>How items are made unlike one another.</summary>
public enum DiversityMethod
{
    /// <summary>Maximal marginal relevance: Carbonell, Goldstein, SIGIR 1998.</summary>
    Mmr,

    /// <summary>Greedy maximum of a determinantal point process: Chen, Zhang, Zhou, NeurIPS 2018.</summary>
    Dpp,
}

/// <summary>What fills a list that would be too short.</summary>
public enum Fallback
{
    /// <summary>What trends, then what is popular, then what is new.</summary>
    Trending,

    /// <summary>What is popular, then what is new.</summary>
    Popular,

    /// <summary>Nothing: the list stays short.</summary>
    None,
}
