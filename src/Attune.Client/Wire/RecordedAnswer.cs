namespace Attune.Client.Wire;

/// <summary>An answer as it was given, what was asked, and what it was made of.</summary>
public sealed record RecordedAnswer
{
    /// <summary>Its identity.</summary>
    public required string RecommendationId { get; init; }

    /// <summary>The first answer of the chain it continues; null for one that was asked for by itself.</summary>
    public string? Follows { get; init; }

    /// <summary>What was asked; <c>after</c>, which says when and not what, is not kept.</summary>
    public required RecommendationQuestion Question { get; init; }

    /// <summary>The items that were to be put in order; null where none were given.</summary>
    public IReadOnlyList<string>? Given { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The scenario that was followed, which is <c>default</c> where nobody saved the one asked for.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's version; 0 where it was never saved.</summary>
    public required int ScenarioVersion { get; init; }

    /// <summary>The items, in their places.</summary>
    public required IReadOnlyList<RecordedItem> Items { get; init; }

    /// <summary>Of items given to be put in order, those that could not be shown; null where there is none.</summary>
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

/// <summary>One place of an answer that was given.</summary>
public sealed record RecordedItem
{
    /// <summary>The item.</summary>
    public required string Id { get; init; }

    /// <summary>The score it was ordered by.</summary>
    public required double Score { get; init; }

    /// <summary>The source that weighed most.</summary>
    public required string Reason { get; init; }

    /// <summary>How it came to its place: <c>ranked, pinned, new, explored</c>.</summary>
    public required string Placed { get; init; }

    /// <summary>How likely it was to stand there, of the answers that chance could have made; above 0 to 1.</summary>
    public required double Propensity { get; init; }

    /// <summary>What each candidate source gave it; empty for an item that no source brought.</summary>
    public required IReadOnlyDictionary<string, double> Parts { get; init; }
}
