using System.Numerics;

namespace Attune.Learning.Factors;

/// <summary>How <see cref="Ials"/> trains. The names in brackets are those of Rendle et al. 2022.</summary>
public sealed record IalsSettings
{
    /// <summary>Numbers an item's vector has (d). 1 to 1024; default 64. More is better and slower, to a point.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How often users and items are each solved once (T). 1 to 1000; default 16.</summary>
    /// <remarks>
    /// To stop early also regularises: where interactions are few for each item 16 are best or level with the best, four to six rank large
    /// dense data better, at a third of the time. What that was measured on: ADR 0013.
    /// </remarks>
    public int Sweeps { get; init; } = 16;

    /// <summary>Sweeps where training goes on from a former model's vectors instead of from none. 1 to 1000; default 2.</summary>
    public int WarmSweeps { get; init; } = 2;

    /// <summary>Weight of the pull of every user-item pair towards 0 (α₀), against 1 for an observed interaction of strength 1. Above 0; default 0.03.</summary>
    /// <remarks>
    /// An observed pair's strength s is the confidence in it (Hu et al. call it α·r): with s = 2 a pair counts as two observed ones, with 0 as
    /// none, and pairs given twice add up. Only s relative to this weight matters where <see cref="FrequencyExponent"/> is 1:
    /// strengths and this weight times ten, and λ as it was, is the same model. The more items there are, the smaller it should be: 0.1 was best on MovieLens 100k (1 682 items), 0.015 on gowalla (40 981).
    /// </remarks>
    public float UnobservedWeight { get; init; } = 0.03f;

    /// <summary>Strength of the pull of vectors towards 0 (λ), before frequency scaling. Above 0; default 0.002.</summary>
    public float Regularization { get; init; } = 0.002f;

    /// <summary>How strongly regularisation grows with an entity's interactions (ν): 0 not at all, 1 in proportion. 0 to 1; default 1.</summary>
    public float FrequencyExponent { get; init; } = 1f;

    /// <summary>Standard deviation of the first vectors, before division by √factors (σ). Above 0; default 0.1.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>Where the random start comes from: same data, same settings, same seed give the same bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Conjugate gradient steps a row is given in each half sweep. 1 to 100; default 3. More is closer to the exact solution.</summary>
    public int SolverSteps { get; init; } = 3;

    /// <summary>Threads to use; 0 for every processor. The result does not depend on it. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses what cannot be trained with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names it, its value and the limit.</exception>
    public void Check()
    {
        Within(Factors, 1, 1024, nameof(Factors));
        Within(Sweeps, 1, 1000, nameof(Sweeps));
        Within(WarmSweeps, 1, 1000, nameof(WarmSweeps));
        Within(SolverSteps, 1, 100, nameof(SolverSteps));
        Within(Threads, 0, 1024, nameof(Threads));
        Within(FrequencyExponent, 0f, 1f, nameof(FrequencyExponent));
        Positive(UnobservedWeight, nameof(UnobservedWeight));
        Positive(Regularization, nameof(Regularization));
        Positive(InitialDeviation, nameof(InitialDeviation));
    }

    static void Within<T>(T value, T least, T most, string name)
        where T : IComparisonOperators<T, T, bool>
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }

    static void Positive(float value, string name)
    {
        if (!(value > 0) || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number above 0.");
        }
    }
}
