namespace Attune.Learning.Evaluation;

/// <summary>How lists are made and measured.</summary>
public sealed record RankingSettings
{
    /// <summary>Cut-off of the lists and of every metric, 1 to 1 000; default 20.</summary>
    public int K { get; init; } = 20;

    /// <summary>True (default) where items of the history are no candidates; false for sessions.</summary>
    public bool LeaveOutSeen { get; init; } = true;

    /// <summary>Seed of the bootstrap; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Resamples of the bootstrap; default 1 000; 0 = no interval.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Threads used; 0 (default) = all processors. The figures are the same at any number.</summary>
    public int Threads { get; init; }
}
