namespace Attune.Learning.Spectral;

/// <summary>How the spectrum of an interaction matrix is taken.</summary>
public sealed record SpectralSettings
{
    /// <summary>How many components are kept, the strongest first. 1 to 2 048; default 256. Never more than there are users or items.</summary>
    public int Components { get; init; } = 256;

    /// <summary>a: a user's entries are divided by (their sum)^a. 0 to 1; default 0.5.</summary>
    public float UserExponent { get; init; } = 0.5f;

    /// <summary>b: an item's entries are divided by (their sum)^b. 0 to 1; default 0.5.</summary>
    public float ItemExponent { get; init; } = 0.5f;

    /// <summary>Passes over the matrix. 1 to 50; default 6. More part neighbouring components better; quality hardly notices.</summary>
    public int Iterations { get; init; } = 6;

    /// <summary>Where the random start begins; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used; 0 (default) = all processors. The spectrum is the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is; names it, its value and its range.</exception>
    public void Validate()
    {
        ThrowIfOutside(Components, 1, 2048, nameof(Components));
        ThrowIfOutside(UserExponent, 0, 1, nameof(UserExponent));
        ThrowIfOutside(ItemExponent, 0, 1, nameof(ItemExponent));
        ThrowIfOutside(Iterations, 1, 50, nameof(Iterations));
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
