namespace Attune.Learning.CoVisits;

/// <summary>What counts as bought together, as looked at together, and how much the one speaks against the other.</summary>
public sealed record ComplementSettings
{
    /// <summary>Longest list kept per item, 1 to 10 000; default 100.</summary>
    public int K { get; init; } = 100;

    /// <summary>
    /// The pairs of a basket; set its <c>Kinds</c> to purchases and its <c>WindowTime</c> to the length of one. Default: symmetric,
    /// all pairs up to 50 apart alike, cosine with a shrinkage of 2, and only pairs that chance brings about in less than one of twenty.
    /// Its scores should not pass 1, or the discount is not in proportion. <c>K</c> and <c>Threads</c> are not read.
    /// </summary>
    public CoVisitSettings Bought { get; init; } = new()
    {
        Window = 50,
        GapExponent = 0,
        Backward = 1,
        SourceExponent = 0.5,
        TargetExponent = 0.5,
        Shrinkage = 2,
        Significance = 3.84,
    };

    /// <summary>The pairs looked at together; set its <c>Kinds</c> to views. Default: symmetric, up to 20 apart, cosine. <c>K</c> and <c>Threads</c> are not read.</summary>
    public CoVisitSettings Viewed { get; init; } = new()
    {
        GapExponent = 0,
        Backward = 1,
        SourceExponent = 0.5,
        TargetExponent = 0.5,
    };

    /// <summary>λ: how much being looked at together speaks for being a substitute. 0 = not at all, default 1. 0 to 100.</summary>
    public double Substitution { get; init; } = 1;

    /// <summary>Threads used; 0 (default) = all processors. The lists are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(K, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(K, 10_000);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (!(Substitution is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(Substitution), Substitution, $"{nameof(Substitution)} must be from 0 to 100.");
        }

        Bought.Validate();
        Viewed.Validate();
    }
}
