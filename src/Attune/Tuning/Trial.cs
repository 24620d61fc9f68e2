namespace Attune.Tuning;

/// <summary>One training that was tried, and what came of it.</summary>
public sealed record Trial
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The settings it was trained with.</summary>
    public required IReadOnlyList<(string Name, double Value)> Settings { get; init; }

    /// <summary>NDCG on the validation questions; null where it was not reached.</summary>
    public double? Figure { get; init; }

    /// <summary>Time to train and to ask.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>True where it was the best of its family when it was tried.</summary>
    public required bool Kept { get; init; }

    /// <summary>Why it was kept or dropped, in a few words.</summary>
    public required string Why { get; init; }
}
