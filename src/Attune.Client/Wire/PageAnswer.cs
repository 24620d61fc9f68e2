namespace Attune.Client.Wire;

/// <summary>A page: rows of items, no item in two of them.</summary>
public sealed record PageAnswer
{
    /// <summary>In the order they are to stand in.</summary>
    public required IReadOnlyList<PageAnswerRow> Rows { get; init; }

    /// <summary>The names of the rows with fewer items than their minimum.</summary>
    public required IReadOnlyList<string> Dropped { get; init; }

    /// <summary>The log place up to which behaviour was known.</summary>
    public required string Watermark { get; init; }

    /// <summary>Milliseconds from question to answer.</summary>
    public required double TookMs { get; init; }
}

/// <summary>A row of a page.</summary>
public sealed record PageAnswerRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What stands above it; null where none was given.</summary>
    public string? Title { get; init; }

    /// <summary>The item it is about; null where it is about none.</summary>
    public string? ItemId { get; init; }

    /// <summary>Its own identity: events that it leads to carry it.</summary>
    public required string RecommendationId { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<AnswerItem> Items { get; init; }

    /// <summary>The generation used; 0 where there was none.</summary>
    public required int Generation { get; init; }

    /// <summary>The log place up to which behaviour was known.</summary>
    public required string Watermark { get; init; }

    /// <summary>How much of the ladder was climbed for it.</summary>
    public required string Rung { get; init; }

    /// <summary>Milliseconds from question to row.</summary>
    public required double TookMs { get; init; }
}
