namespace Attune.Learning.Features;

/// <summary>How the map from items' features to their vectors is learned.</summary>
public sealed record FeatureMapSettings
{
    /// <summary>λ: the pull of every feature's vector towards 0, in items that speak in full. Above 0, to 10⁶; default 1.</summary>
    public float Regularization { get; init; } = 1;

    /// <summary>An item with n interactions speaks n / (n + this): the vector of a rare item is little but noise. 0 to 10⁶; default 10.</summary>
    public float Reliability { get; init; } = 10;

    /// <summary>Fewest items that a feature must be seen in. 1 to 1 000; default 2: seen in one, it says what only that item is.</summary>
    public int FewestItems { get; init; } = 2;

    /// <summary>Most features kept, those of the most items first. 1 to 1 000 000; default 32 768.</summary>
    public int MostFeatures { get; init; } = 32_768;

    /// <summary>Most steps of the solver. 1 to 1 000; default 40.</summary>
    public int Steps { get; init; } = 40;

    /// <summary>The solver ends where what is left of the residual, of the first, is below this. 0 to 1; default 10⁻³.</summary>
    public float Tolerance { get; init; } = 1e-3f;

    /// <summary>Threads used; 0 (default) = all processors. The map is the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is; names it, its value and its range.</exception>
    public void Validate()
    {
        ThrowIfOutside(Regularization, 1e-9f, 1e6f, nameof(Regularization));
        ThrowIfOutside(Reliability, 0, 1e6f, nameof(Reliability));
        ThrowIfOutside(FewestItems, 1, 1_000, nameof(FewestItems));
        ThrowIfOutside(MostFeatures, 1, 1_000_000, nameof(MostFeatures));
        ThrowIfOutside(Steps, 1, 1_000, nameof(Steps));
        ThrowIfOutside(Tolerance, 0, 1, nameof(Tolerance));
        ThrowIfOutside(Threads, 0, 4096, nameof(Threads));
    }

    static void ThrowIfOutside(float value, float least, float most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }
}
