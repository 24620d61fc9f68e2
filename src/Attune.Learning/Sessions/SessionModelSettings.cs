namespace Attune.Learning.Sessions;

/// <summary>How a <see cref="SessionModel"/> is made of its parts.</summary>
public sealed record SessionModelSettings
{
    /// <summary>The search of sessions like the one under way.</summary>
    public SessionKnnSettings Knn { get; init; } = new();

    /// <summary>The sequential rules.</summary>
    public SequentialRulesSettings Rules { get; init; } = new();

    /// <summary>What an item of the session says by the rules, of the one after it: above 0, to 1; default 0.3.</summary>
    public float RulesRecency { get; init; } = 0.3f;

    /// <summary>The learned vectors; null for none.</summary>
    public SessionEmbeddingSettings? Embedding { get; init; } = new();

    /// <summary>The share of the sessions, the last ones, that weights are learned on: 0.01 to 0.5; default 0.1.</summary>
    public double HoldOut { get; init; } = 0.1;

    /// <summary>Most prefixes that weights are learned on, 100 to 1 000 000; default 6 000.</summary>
    public int Questions { get; init; } = 6_000;

    /// <summary>Items each part proposes, 20 to 1 000; default 100.</summary>
    public int Proposed { get; init; } = 100;

    /// <summary>Threads used; 0 (default) = all processors. The model is the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range; the message names it, its value and the limit.</exception>
    public void Validate()
    {
        Knn.Validate();
        Rules.Validate();
        Embedding?.Validate();
        Limits.Check(RulesRecency, float.Epsilon, 1, nameof(RulesRecency));
        Limits.Check(HoldOut, 0.01, 0.5, nameof(HoldOut));
        Limits.Check(Questions, 100, 1_000_000, nameof(Questions));
        Limits.Check(Proposed, 20, 1_000, nameof(Proposed));
        Limits.Check(Threads, 0, 4_096, nameof(Threads));
    }
}
