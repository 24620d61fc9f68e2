namespace Attune.Learning.Linear;

/// <summary>How a linear item-to-item model is made.</summary>
public sealed record LinearSettings
{
    /// <summary>Longest list kept per item, 1 to 10 000; default 200.</summary>
    public int K { get; init; } = 200;

    /// <summary>
    /// The penalty λ, in units of the mean item's own weighted count, so that it means the same for data of any size and
    /// strength; above 0, to 10 000; default 2.
    /// </summary>
    public float Regularization { get; init; } = 2;

    /// <summary>
    /// 0: every item's coefficients are penalised alike, as EASE does. 1: in proportion to the item's own count, as leaving out
    /// interactions at random would. 0 to 1; default 0.5.
    /// </summary>
    public float FrequencyExponent { get; init; } = 0.5f;

    /// <summary>
    /// A user with n items weighs n to the power of minus this: 0 = all alike, 1 = a heavy user's every pair says little. 0 to 2;
    /// default 0.5.
    /// </summary>
    public float UserExponent { get; init; } = 0.5f;

    /// <summary>Strengths are raised to this power first: 1 = as they are, 0 = taken up or not; default 0.5. 0 to 1.</summary>
    public float StrengthExponent { get; init; } = 0.5f;

    /// <summary>
    /// False (default): an item is explained by its <see cref="Candidates"/> only. True: by all others, which is EASE, where the
    /// matrix of all items fits <see cref="MemoryBudget"/>. Fewer made better lists on all data measured, in far less time (ADR 0012).
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Items one item is explained by: those that explain most of it each alone. 1 to 1 024; default 128. Cost grows with its
    /// third power.
    /// </summary>
    public int Candidates { get; init; } = 128;

    /// <summary>Bytes the matrix of all items may take where <see cref="Exact"/> is asked for, 0 or more; default 4 GiB: 46 000 items.</summary>
    public long MemoryBudget { get; init; } = 4L << 30;

    /// <summary>Threads used; 0 (default) = all processors. The lists are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range.</exception>
    public void Validate()
    {
        ThrowIfOutside(K, 1, 10_000, nameof(K));
        ThrowIfOutside(Regularization, float.Epsilon, 10_000, nameof(Regularization));
        ThrowIfOutside(FrequencyExponent, 0, 1, nameof(FrequencyExponent));
        ThrowIfOutside(UserExponent, 0, 2, nameof(UserExponent));
        ThrowIfOutside(StrengthExponent, 0, 1, nameof(StrengthExponent));
        ThrowIfOutside(Candidates, 1, 1024, nameof(Candidates));
        ThrowIfOutside(MemoryBudget, 0, long.MaxValue, nameof(MemoryBudget));
        ThrowIfOutside(Threads, 0, 4096, nameof(Threads));
    }

    static void ThrowIfOutside(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }
}
