namespace Attune.Evaluating.Replaying;

/// <summary>How a stream is replayed.</summary>
public sealed record ReplaySettings
{
    /// <summary>Events before the first training; no question is asked among them. 1 000 or more; default 50 000.</summary>
    public int WarmUp { get; init; } = 50_000;

    /// <summary>Events between two trainings. 1 000 or more; default 100 000.</summary>
    public int RetrainEvery { get; init; } = 100_000;

    /// <summary>Questions asked of each thousand events, evenly spread over its purchases. 1 to 1 000; default 20.</summary>
    public int AskedOfThousand { get; init; } = 20;

    /// <summary>Cut-off of the lists, 1 to 100; default 20.</summary>
    public int K { get; init; } = 20;

    /// <summary>Seed of the bootstrap; default 1.</summary>
    public int Seed { get; init; } = 1;
}
