using Attune.Events;

namespace Attune.Generations;

/// <summary>What a generation is, from what, and how good: the JSON document beside its file.</summary>
public sealed record GenerationManifest
{
    /// <summary>Its number; each is above every one before.</summary>
    public required int Number { get; init; }

    /// <summary>When training ended.</summary>
    public required EventTime TrainedAt { get; init; }

    /// <summary>How long training and backtest took.</summary>
    public required TimeSpan TrainingTook { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public required int Seed { get; init; }

    /// <summary>The log places up to which events were trained on.</summary>
    public required LogToken Log { get; init; }

    /// <summary>The time of the latest event trained on; null where it is not known.</summary>
    public EventTime? DataUntil { get; init; }

    /// <summary>A fingerprint of the training data: same data, same text.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>SHA-256 of the safetensors file, in hex.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>Bytes of the safetensors file.</summary>
    public long Bytes { get; init; }

    /// <summary>Users trained on.</summary>
    public required int Users { get; init; }

    /// <summary>Items in the model.</summary>
    public required int Items { get; init; }

    /// <summary>Interactions trained on.</summary>
    public required long Interactions { get; init; }

    /// <summary>Settings of the models, by name.</summary>
    public required IReadOnlyDictionary<string, double> Settings { get; init; }

    /// <summary>The model its similar items were made by.</summary>
    public string Similar { get; init; } = "item-to-item";

    /// <summary>The model its vectors were made by.</summary>
    public string Taste { get; init; } = "ials";

    /// <summary>The model of what comes next; empty where it has none.</summary>
    public string Next { get; init; } = "";

    /// <summary>The number of the generation whose vectors it went on from; null where it began from scratch.</summary>
    public int? Parent { get; init; }

    /// <summary>How many generations went on from one another up to this one, without the first.</summary>
    public int Descent { get; init; }

    /// <summary>What candidate sources weigh in its answers, by name; what is not named weighs as the settings have it.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Figures of the backtest, by name (as <c>ials.ndcg@20</c>, and <c>.low</c> and <c>.high</c> of it: its 95 % interval).</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Why it was published: the sentence of the gate.</summary>
    public required string Verdict { get; init; }
}
