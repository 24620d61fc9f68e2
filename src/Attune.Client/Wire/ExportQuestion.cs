namespace Attune.Client.Wire;

/// <summary>Which training set is wanted: the body of <c>POST /v1/exports</c>.</summary>
public sealed record ExportQuestion
{
    /// <summary><c>examples</c>, the default, or <c>events</c>.</summary>
    public string? What { get; init; }

    /// <summary>No event at or after this instant is in the file in any way; not in the future. Now where null.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>How long after its moment an example's label looks, in seconds, 1 to 31 536 000; 1 800 where null.</summary>
    public int? LabelWindowSeconds { get; init; }

    /// <summary><c>impressions</c>, <c>positives</c>, or <c>auto</c>, the default: impressions where there are any.</summary>
    public string? Rows { get; init; }

    /// <summary>Items drawn beside each positive, 0 to 100; 4 where null.</summary>
    public int? Negatives { get; init; }

    /// <summary>Seed of what is drawn, 0 or more; 1 where null.</summary>
    public int? Seed { get; init; }
}

/// <summary>What an exported file holds: the header <c>Attune-Export</c> of the answer, and the metadata of the file under the key <c>attune</c>.</summary>
public sealed record ExportSummary
{
    /// <summary><c>examples</c> or <c>events</c>.</summary>
    public required string What { get; init; }

    /// <summary>No event at or after this instant is in it.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Rows.</summary>
    public required long Rows { get; init; }

    /// <summary>What the rows of examples are made of: <c>impressions</c> or <c>positives</c>; null of events.</summary>
    public string? RowsOf { get; init; }

    /// <summary>Rows with the label 1; null of events.</summary>
    public long? Positives { get; init; }

    /// <summary>Moments left out because their window had not ended by then; null of events.</summary>
    public long? Unripe { get; init; }

    /// <summary>How long after its moment a label looks, in seconds; null of events.</summary>
    public int? LabelWindowSeconds { get; init; }

    /// <summary>Items drawn beside each positive; null where none were.</summary>
    public int? Negatives { get; init; }

    /// <summary>Seed of what was drawn; null where nothing was.</summary>
    public int? Seed { get; init; }

    /// <summary>Interactions in the history before that instant.</summary>
    public required long Interactions { get; init; }

    /// <summary>The earliest of them; null where there is none.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>The latest of them; null where there is none.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>The log place up to which the history was read.</summary>
    public required string Watermark { get; init; }
}
