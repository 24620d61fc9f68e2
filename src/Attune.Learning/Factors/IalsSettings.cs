namespace Attune.Learning.Factors;

/// <summary>How <see cref="Ials"/> trains. The names in brackets are those of Rendle et al. 2022.</summary>
public sealed record IalsSettings
{
    /// <summary>Numbers an item's vector has (d). 1 to 1024; default 64. More is better and slower, to a point.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How often users and items are each solved once (T). 1 to 1000; default 16.</summary>
    public int Sweeps { get; init; } = 16;

    /// <summary>Weight of the pull of every user-item pair towards 0 (α₀), against 1 for an observed interaction of strength 1. Above 0; default 0.1.</summary>
    public float UnobservedWeight { get; init; } = 0.1f;

    /// <summary>Strength of the pull of vectors towards 0 (λ), before frequency scaling. Above 0; default 0.003.</summary>
    public float Regularization { get; init; } = 0.003f;

    /// <summary>How strongly regularisation grows with an entity's interactions (ν): 0 not at all, 1 in proportion. 0 to 1; default 1.</summary>
    public float FrequencyExponent { get; init; } = 1f;

    /// <summary>Standard deviation of the first vectors, before division by √factors (σ). Above 0; default 0.1.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>Where the random start comes from: same data, same settings, same seed give the same bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for every processor. The result does not depend on it. Default 0.</summary>
    public int Threads { get; init; }
}
