namespace Attune.Learning.Sessions;

/// <summary>How <see cref="SequentialRules"/> are counted.</summary>
public sealed record SequentialRulesSettings
{
    /// <summary>Longest list kept per item, 1 to 10 000; default 200.</summary>
    public int K { get; init; } = 200;

    /// <summary>Most steps from an item to one it leads to, 1 to 1 000; default 15.</summary>
    public int Window { get; init; } = 15;

    /// <summary>A step of g items counts g to the power of minus this: 0 = all alike, large = the next item only. 0 to 8; default 1.5.</summary>
    public float GapExponent { get; init; } = 1.5f;

    /// <summary>What a step back counts, of the same step forward: 0 = order is everything, 1 = none; default 0.5. 0 to 1.</summary>
    public float Backward { get; init; } = 0.5f;

    /// <summary>Sessions begun since, after which a session counts half; 0 (default) = age does not matter. To 1e9.</summary>
    public float RecencyHalfLife { get; init; }

    /// <summary>
    /// Sums are divided by how often the item they lead from occurs to this power: 1 (default) = a list's scores are shares. It
    /// matters only where lists are added up. 0 to 1.
    /// </summary>
    public float SourceExponent { get; init; } = 1;

    /// <summary>Sums are divided by how often the item they lead to occurs to this power: 0 = not; default 0.1. 0 to 1.</summary>
    public float TargetExponent { get; init; } = 0.1f;

    /// <summary>Threads used; 0 (default) = all processors. The lists are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range; the message names it, its value and the limit.</exception>
    public void Validate()
    {
        Limits.Check(K, 1, 10_000, nameof(K));
        Limits.Check(Window, 1, 1_000, nameof(Window));
        Limits.Check(GapExponent, 0, 8, nameof(GapExponent));
        Limits.Check(Backward, 0, 1, nameof(Backward));
        Limits.Check(RecencyHalfLife, 0, 1e9, nameof(RecencyHalfLife));
        Limits.Check(SourceExponent, 0, 1, nameof(SourceExponent));
        Limits.Check(TargetExponent, 0, 1, nameof(TargetExponent));
        Limits.Check(Threads, 0, 4096, nameof(Threads));
    }
}
