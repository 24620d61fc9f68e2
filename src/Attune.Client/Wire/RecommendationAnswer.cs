using System.Text.Json;

namespace Attune.Client.Wire;

/// <summary>An answer with recommended items.</summary>
public sealed record RecommendationAnswer
{
    /// <summary>Its identity: events that it leads to carry it.</summary>
    public required string RecommendationId { get; init; }

    /// <summary>Best first, no item twice.</summary>
    public required IReadOnlyList<AnswerItem> Items { get; init; }

    /// <summary>Of items given to be put in order, those that may not be shown, as deleted or bought ones; null where there is none.</summary>
    public IReadOnlyList<string>? Left { get; init; }

    /// <summary>The generation used; 0 where there was none.</summary>
    public required int Generation { get; init; }

    /// <summary>The log place up to which behaviour was known.</summary>
    public required string Watermark { get; init; }

    /// <summary>How much of the ladder was climbed: <c>full, unranked, precomputed, trending, popular</c>.</summary>
    public required string Rung { get; init; }

    /// <summary>Milliseconds from question to answer.</summary>
    public required double TookMs { get; init; }
}

/// <summary>One recommended item.</summary>
public sealed record AnswerItem
{
    /// <summary>The item.</summary>
    public required string Id { get; init; }

    /// <summary>The score it was ordered by; comparable within one answer only.</summary>
    public required double Score { get; init; }

    /// <summary>
    /// The source that weighed most: <c>similar, taste, together, next, bought, trending, popular, new</c>; in lists of other
    /// kinds <c>viewed, boughtBefore, text</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>How it came to its place where its score is not the reason: <c>pinned, new, explored</c>; null where it is.</summary>
    public string? Placed { get; init; }

    /// <summary>How likely it was to stand there, of the answers that chance could have made; null for certain.</summary>
    public double? Propensity { get; init; }

    /// <summary>The item's properties; null where the catalog has none.</summary>
    public JsonElement? Properties { get; init; }

    /// <summary>The columns asked for, by name; null where there were none.</summary>
    public JsonElement? Columns { get; init; }

    /// <summary>What brought it, largest share first; only where <c>explain</c> was asked for.</summary>
    public IReadOnlyList<AnswerContribution>? Contributions { get; init; }
}

/// <summary>A part of an item's score.</summary>
/// <param name="Source">The candidate source.</param>
/// <param name="Score">Its part of the score.</param>
/// <param name="Events">The events behind it, largest part first.</param>
public sealed record AnswerContribution(string Source, double Score, IReadOnlyList<AnswerEvent> Events);

/// <summary>An event that helped to bring an item in.</summary>
/// <param name="Type">What was done.</param>
/// <param name="ItemId">To which item.</param>
/// <param name="Timestamp">When.</param>
/// <param name="Offset">Its place in the log; null for an event the question itself carried.</param>
/// <param name="Score">Its part of the score.</param>
public sealed record AnswerEvent(string Type, string ItemId, DateTimeOffset Timestamp, string? Offset, double Score);
