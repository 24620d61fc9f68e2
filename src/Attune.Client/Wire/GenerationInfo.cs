namespace Attune.Client.Wire;

/// <summary>One trained model: what it is, from what, and how good.</summary>
public sealed record GenerationInfo
{
    /// <summary>Its number; each is above every one before.</summary>
    public required int Number { get; init; }

    /// <summary>True for the one that answers now.</summary>
    public required bool InService { get; init; }

    /// <summary>When training ended.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>How long training and backtest took, in seconds.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public required int Seed { get; init; }

    /// <summary>The log place up to which events were trained on.</summary>
    public required string Log { get; init; }

    /// <summary>Same training data, same text.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>SHA-256 of the file, in hex.</summary>
    public required string Checksum { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Users trained on.</summary>
    public required int Users { get; init; }

    /// <summary>Items in the model.</summary>
    public required int Items { get; init; }

    /// <summary>Interactions trained on.</summary>
    public required long Interactions { get; init; }

    /// <summary>Settings of the models, by name.</summary>
    public required IReadOnlyDictionary<string, double> Settings { get; init; }

    /// <summary>Figures of the backtest, by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>
    /// Of the generation in service: the share of the best items by its factors that a search without a filter finds, 0 to 1, as
    /// measured when it was put in service; 1 where all items are scanned. Null for the others.
    /// </summary>
    public double? RetrievalRecall { get; init; }

    /// <summary>Why it was published.</summary>
    public required string Verdict { get; init; }
}

/// <summary>The generations kept, newest first.</summary>
/// <param name="Generations">One each.</param>
public sealed record GenerationsAnswer(IReadOnlyList<GenerationInfo> Generations);
