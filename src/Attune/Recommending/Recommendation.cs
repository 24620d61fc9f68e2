using Attune.Events;

namespace Attune.Recommending;

/// <summary>One answer.</summary>
public sealed record Recommendation
{
    /// <summary>Its identity: events that it leads to carry it.</summary>
    public required string RecommendationId { get; init; }

    /// <summary>Best first, no item twice.</summary>
    public required IReadOnlyList<RecommendedItem> Items { get; init; }

    /// <summary>Of items given to be put in order, those that may not be shown; empty for other questions.</summary>
    public IReadOnlyList<ItemId> Left { get; init; } = [];

    /// <summary>The generation used; 0 where there was none.</summary>
    public required int Generation { get; init; }

    /// <summary>The log place up to which behaviour was known.</summary>
    public required LogToken Watermark { get; init; }

    /// <summary>The rung it stood on.</summary>
    public required Rung Rung { get; init; }

    /// <summary>Time from question to answer, waiting for <see cref="RecommendationRequest.After"/> included.</summary>
    public required TimeSpan Took { get; init; }
}

/// <summary>One item of an answer.</summary>
public sealed record RecommendedItem
{
    /// <summary>The item.</summary>
    public required ItemId Item { get; init; }

    /// <summary>The score it was ordered by; comparable within one answer only.</summary>
    public required double Score { get; init; }

    /// <summary>
    /// The source that weighed most: <c>similar</c>, <c>taste</c>, <c>together</c>, <c>next</c>, <c>bought</c>, <c>trending</c>, <c>popular</c>,
    /// <c>new</c>; in lists of other kinds <c>viewed</c>, <c>boughtBefore</c>, <c>text</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>How it came to its place where its score is not the reason: <c>pinned, new, explored</c>; null where it is.</summary>
    public string? Placed { get; init; }

    /// <summary>How likely it was to stand there, of the answers that chance could have made; above 0 to 1.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>The item's properties, a JSON object as UTF-8 text; empty where the catalog has none. The catalog's own bytes.</summary>
    public ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>The columns asked for, a JSON object as UTF-8 text; empty where there were none.</summary>
    public ReadOnlyMemory<byte> Columns { get; init; }

    /// <summary>What brought it, largest share first; empty unless asked for.</summary>
    public IReadOnlyList<Contribution> Contributions { get; init; } = [];
}

/// <summary>A part of an item's score.</summary>
/// <param name="Source">The candidate source.</param>
/// <param name="Score">Its part of the item's score.</param>
/// <param name="Events">The events behind it, largest part first.</param>
public sealed record Contribution(string Source, double Score, IReadOnlyList<ContributingEvent> Events);

/// <summary>An event that helped to bring an item in.</summary>
/// <param name="Type">What was done.</param>
/// <param name="Item">To which item.</param>
/// <param name="Time">When.</param>
/// <param name="Offset">Where it stands in the log; null for an event the request itself carried.</param>
/// <param name="Score">Its part of the item's score.</param>
public sealed record ContributingEvent(EventType Type, ItemId Item, EventTime Time, LogToken? Offset, double Score);
