namespace Attune.Learning.Neighbors;

/// <summary>How item-to-item lists are made. The defaults are the plain cosine with a little shrinkage.</summary>
public sealed record NeighborSettings
{
    /// <summary>Longest list kept per item, 1 to 10 000; default 100.</summary>
    public int K { get; init; } = 100;

    /// <summary>
    /// Added to the denominator, so that a resemblance seen in few users counts little: in the unit of a co-occurrence
    /// (with strengths of 1, users), 0 or more; default 2.
    /// </summary>
    public float Shrinkage { get; init; } = 2;

    /// <summary>
    /// A user with n items weighs n to the power of minus this: 0 (default) = all alike, 1 = a heavy user's every pair says
    /// little. 0 to 2.
    /// </summary>
    public float UserExponent { get; init; }

    /// <summary>Power of the squared norm of the item the list is of; 0.5 (default) is the cosine's. 0 to 1.</summary>
    public float SourceExponent { get; init; } = 0.5f;

    /// <summary>
    /// Power of the squared norm of the item in the list; 0.5 (default) is the cosine's, less favours popular neighbours, more
    /// discounts them. 0 to 1.
    /// </summary>
    public float TargetExponent { get; init; } = 0.5f;

    /// <summary>Strengths are raised to this power first: 1 (default) as they are, 0 = taken up or not. 0 to 1.</summary>
    public float StrengthExponent { get; init; } = 1;

    /// <summary>Threads used; 0 (default) = all processors. The lists are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range.</exception>
    public void Validate()
    {
        ThrowIfOutside(K, 1, 10_000, nameof(K));
        ThrowIfOutside(Shrinkage, 0, float.MaxValue, nameof(Shrinkage));
        ThrowIfOutside(UserExponent, 0, 2, nameof(UserExponent));
        ThrowIfOutside(SourceExponent, 0, 1, nameof(SourceExponent));
        ThrowIfOutside(TargetExponent, 0, 1, nameof(TargetExponent));
        ThrowIfOutside(StrengthExponent, 0, 1, nameof(StrengthExponent));
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
