namespace Attune.Evaluating.Replaying;

/// <summary>How a stream is replayed.</summary>
public sealed record ReplaySettings
{
    /// <summary>Events before the first training; no question is asked among them. 1 000 or more; default 50 000.</summary>
    public int WarmUp { get; init; } = 50_000;

    /// <summary>Events between two trainings. 1 000 or more; default 100 000.</summary>
    public int RetrainEvery { get; init; } = 100_000;

    /// <summary>
    /// False: asked about purchases of items new to their user. True: about whatever says something of an item, met before or not; what the
    /// engine keeps out, it cannot find. Default false.
    /// </summary>
    public bool Repeats { get; init; }

    /// <summary>Questions asked of each thousand events, evenly spread over those that could be asked about. 1 to 1 000; default 20.</summary>
    public int AskedOfThousand { get; init; } = 20;

    /// <summary>Cut-off of the lists, 1 to 100; default 20.</summary>
    public int K { get; init; } = 20;

    /// <summary>Seed of the bootstrap; default 1.</summary>
    public int Seed { get; init; } = 1;
}
