namespace Attune.Learning.Blending;

/// <summary>How the weights of a blend are learned.</summary>
public sealed record BlendSettings
{
    /// <summary>Cut-off of the NDCG that is raised, 1 to 1 000; default 20.</summary>
    public int K { get; init; } = 20;

    /// <summary>
    /// A part stays only where it raises NDCG by at least this share of what it is without, and beyond chance. 0 to 1; default
    /// 0.005. The single model the blend begins with is the simplest of those within twice this of the best, or level with it.
    /// </summary>
    public double LeastGain { get; init; } = 0.005;

    /// <summary>Resamples of the bootstrap that says what is chance; 0 = nothing is. 0 to 100 000; default 500.</summary>
    public int Resamples { get; init; } = 500;

    /// <summary>Seed of the bootstrap; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used; 0 (default) = all processors. The weights are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Something is; the message names field, value and limit.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(K, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(K, 1000);
        ArgumentOutOfRangeException.ThrowIfNegative(Resamples);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Resamples, 100_000);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (!(LeastGain >= 0 && LeastGain <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(LeastGain), LeastGain, "The least gain must be from 0 to 1.");
        }
    }
}
