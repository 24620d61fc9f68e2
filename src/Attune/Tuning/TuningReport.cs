namespace Attune.Tuning;

/// <summary>What a tuning tried, what it chose, and why.</summary>
public sealed record TuningReport
{
    /// <summary>What was chosen and why, in sentences.</summary>
    public required IReadOnlyList<string> Why { get; init; }

    /// <summary>Every training tried, in order.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>How many validation questions each was asked.</summary>
    public required int Questions { get; init; }

    /// <summary>How long it took, the blend included.</summary>
    public required TimeSpan Took { get; init; }
}
