using Attune.Events;

namespace Attune.Recommending.Answers;

/// <summary>An answer as it was given, and what it was made of.</summary>
public sealed record AnswerRecord
{
    /// <summary>Its identity.</summary>
    public required string RecommendationId { get; init; }

    /// <summary>The first answer of the chain it continues; null for one that was asked for by itself.</summary>
    public string? Follows { get; init; }

    /// <summary>What was asked; <see cref="RecommendationRequest.After"/>, which says when and not what, is not kept.</summary>
    public required RecommendationRequest Request { get; init; }

    /// <summary>The reason all items of another kind of list have, as <c>boughtBefore</c>; null for recommendations.</summary>
    public string? List { get; init; }

    /// <summary>When it was asked.</summary>
    public required EventTime Time { get; init; }

    /// <summary>The scenario that was followed, which is <c>default</c> where nobody saved the one asked for.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's version; 0 where it was never saved.</summary>
    public required int ScenarioVersion { get; init; }

    /// <summary>The generation used; 0 where there was none.</summary>
    public required int Generation { get; init; }

    /// <summary>The log place up to which behaviour was known.</summary>
    public required LogToken Watermark { get; init; }

    /// <summary>The rung it stood on.</summary>
    public required Rung Rung { get; init; }

    /// <summary>Time from question to answer.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The items, in their places.</summary>
    public required IReadOnlyList<AnsweredItem> Items { get; init; }

    /// <summary>Of items given to be put in order, those that could not be shown.</summary>
    public IReadOnlyList<ItemId> Left { get; init; } = [];

    /// <summary>What it was made of.</summary>
    internal AnswerInputs Inputs { get; init; } = new();
}

/// <summary>One place of an answer that was given.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">What it was ordered by.</param>
/// <param name="Reason">The source that weighed most.</param>
/// <param name="Placed">How it came there: <c>ranked, pinned, new, explored</c>.</param>
/// <param name="Propensity">How likely it was to stand there, of the answers that chance could have made; above 0 to 1.</param>
/// <param name="Parts">What each candidate source gave it, largest first; empty for an item no source brought.</param>
public sealed record AnsweredItem(
    ItemId Item, float Score, string Reason, string Placed, float Propensity, IReadOnlyList<(string Source, float Score)> Parts);
