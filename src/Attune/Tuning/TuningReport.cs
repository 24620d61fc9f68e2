namespace Attune.Tuning;

/// <summary>What a tuning tried, what it chose, and why.</summary>
public sealed record TuningReport
{
    /// <summary>What came of it, in a sentence; empty where that is the table it stands beside.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>NDCG of what is trained now; null where that was not compared.</summary>
    public double? Now { get; init; }

    /// <summary>NDCG of the best found, on the same questions.</summary>
    public double? Found { get; init; }

    /// <summary>What was chosen and why, in sentences.</summary>
    public required IReadOnlyList<string> Why { get; init; }

    /// <summary>Every training tried, in order.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>How many validation questions each was asked.</summary>
    public required int Questions { get; init; }

    /// <summary>How long it took, the blend included.</summary>
    public required TimeSpan Took { get; init; }
}
