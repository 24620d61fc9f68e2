namespace Attune.Learning.Sessions;

/// <summary>How <see cref="SessionSearch"/> finds the sessions like one under way, and what their items count.</summary>
/// <remarks>ADR 0015 says how the defaults were chosen.</remarks>
public sealed record SessionKnnSettings
{
    /// <summary>Most recent sessions looked at for each item of the session under way (m), 1 to 100 000; default 1 000.</summary>
    public int Recent { get; init; } = 1_000;

    /// <summary>Sessions whose items are counted (k), 1 to 10 000; default 500.</summary>
    public int Neighbors { get; init; } = 500;

    /// <summary>Items of the session under way that are looked at, the last ones, 1 to 100; default 10.</summary>
    public int QuestionLength { get; init; } = 10;

    /// <summary>An item of the session under way counts so much of the one after it, above 0, to 1; default 0.5.</summary>
    public float PositionDecay { get; init; } = 0.5f;

    /// <summary>Sessions begun since, after which a session counts half; 0 (default) = age does not matter. To 1e9.</summary>
    public float RecencyHalfLife { get; init; }

    /// <summary>
    /// An item of a neighbour counts so much of the one that is a step nearer to the latest item shared with the session under
    /// way, above 0, to 1; default 0.5.
    /// </summary>
    public float NearnessDecay { get; init; } = 0.5f;

    /// <summary>What items of a neighbour before the shared one count, of those behind it, 0 to 1; default 0.75.</summary>
    public float Backward { get; init; } = 0.75f;

    /// <summary>Power of a shared item's rarity in the likeness of sessions, 0 (no matter) to 3; default 1.5.</summary>
    public float SharedRarity { get; init; } = 1.5f;

    /// <summary>Power of an item's rarity in its own score, 0 (default, no matter) to 3.</summary>
    public float ItemRarity { get; init; }

    /// <summary>A neighbour of n items counts n to the power of minus this, 0 (no matter) to 2; default 0.</summary>
    public float LengthExponent { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range; the message names it, its value and the limit.</exception>
    public void Validate()
    {
        Limits.Check(Recent, 1, 100_000, nameof(Recent));
        Limits.Check(Neighbors, 1, 10_000, nameof(Neighbors));
        Limits.Check(QuestionLength, 1, 100, nameof(QuestionLength));
        Limits.Check(PositionDecay, float.Epsilon, 1, nameof(PositionDecay));
        Limits.Check(RecencyHalfLife, 0, 1e9, nameof(RecencyHalfLife));
        Limits.Check(NearnessDecay, float.Epsilon, 1, nameof(NearnessDecay));
        Limits.Check(Backward, 0, 1, nameof(Backward));
        Limits.Check(SharedRarity, 0, 3, nameof(SharedRarity));
        Limits.Check(ItemRarity, 0, 3, nameof(ItemRarity));
        Limits.Check(LengthExponent, 0, 2, nameof(LengthExponent));
    }
}
