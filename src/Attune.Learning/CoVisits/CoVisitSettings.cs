namespace Attune.Learning.CoVisits;

/// <summary>Which events count as a pair, what a pair says, and how pairs become scores.</summary>
public sealed record CoVisitSettings
{
    /// <summary>Of a gap or an age: no limit, or no fading.</summary>
    public const long Unlimited = long.MaxValue;

    /// <summary>Longest list kept per item, 1 to 10 000; default 100.</summary>
    public int K { get; init; } = 100;

    /// <summary>Which kinds pair with which; empty (default) = every two events, whatever their kinds.</summary>
    public IReadOnlyList<CoVisitKind> Kinds { get; init; } = [];

    /// <summary>Two events of a user at most this many places apart are a pair, 1 to 10 000; default 20.</summary>
    public int Window { get; init; } = 20;

    /// <summary>Two events at most this far apart in time are a pair: in the data's unit, 0 or more; default no limit.</summary>
    public long WindowTime { get; init; } = Unlimited;

    /// <summary>A pair d places apart weighs d to the power of minus this: 1 (default) = 1/d, 0 = all alike. 0 to 4.</summary>
    public double GapExponent { get; init; } = 1;

    /// <summary>A pair this far apart in time weighs half: in the data's unit, 1 or more; default no fading.</summary>
    public long GapHalfLife { get; init; } = Unlimited;

    /// <summary>
    /// What a pair (a, then b) says for going from b to a, as a share of what it says for going from a to b: 0 = direction is
    /// kept, 1 = symmetric; default 0.5. 0 to 1.
    /// </summary>
    public double Backward { get; init; } = 0.5;

    /// <summary>A user with n events weighs n to the power of minus this: 0 (default) = all alike. 0 to 2.</summary>
    public double UserExponent { get; init; }

    /// <summary>A pair this much older than <see cref="Now"/> weighs half: in the data's unit, 1 or more; default no fading.</summary>
    public long HalfLife { get; init; } = Unlimited;

    /// <summary>The instant at which a pair counts in full; later ones do too. Without meaning where nothing fades.</summary>
    public long Now { get; init; }

    /// <summary>
    /// Power of how much the item is taken up that the list is of: changes not the order of a list, but what it counts beside
    /// others. 0 to 1; default 0.25.
    /// </summary>
    public double SourceExponent { get; init; } = 0.25;

    /// <summary>
    /// Power of how much the item in the list is taken up: 0 = lists of what mostly follows, 1 = of what follows more than its
    /// popularity explains; default 0.2. 0 to 1.
    /// </summary>
    public double TargetExponent { get; init; } = 0.2;

    /// <summary>Added to the denominator, so that a pair seen seldom scores little; 0 or more, default 0.</summary>
    public double Shrinkage { get; init; }

    /// <summary>
    /// Pairs whose log-likelihood ratio is below are left out: 0 (default) = none, 3.84 = what chance brings about in one of
    /// twenty, 10.83 in one of a thousand. 0 or more.
    /// </summary>
    public double Significance { get; init; }

    /// <summary>Scores are multiplied by the log-likelihood ratio to this power; 0 (default) = not. 0 to 1.</summary>
    public double SignificanceExponent { get; init; }

    /// <summary>Threads used; 0 (default) = all processors. The lists are the same at any number.</summary>
    public int Threads { get; init; }

    internal bool CountsUsers => Significance > 0 || SignificanceExponent > 0;

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range.</exception>
    public void Validate()
    {
        ThrowIfOutside(K, 1, 10_000, nameof(K));
        ThrowIfOutside(Window, 1, 10_000, nameof(Window));
        ThrowIfOutside(WindowTime, 0, Unlimited, nameof(WindowTime));
        ThrowIfOutside(GapExponent, 0, 4, nameof(GapExponent));
        ThrowIfOutside(GapHalfLife, 1, Unlimited, nameof(GapHalfLife));
        ThrowIfOutside(Backward, 0, 1, nameof(Backward));
        ThrowIfOutside(UserExponent, 0, 2, nameof(UserExponent));
        ThrowIfOutside(HalfLife, 1, Unlimited, nameof(HalfLife));
        ThrowIfOutside(SourceExponent, 0, 1, nameof(SourceExponent));
        ThrowIfOutside(TargetExponent, 0, 1, nameof(TargetExponent));
        ThrowIfOutside(Shrinkage, 0, double.MaxValue, nameof(Shrinkage));
        ThrowIfOutside(Significance, 0, double.MaxValue, nameof(Significance));
        ThrowIfOutside(SignificanceExponent, 0, 1, nameof(SignificanceExponent));
        ThrowIfOutside(Threads, 0, 4096, nameof(Threads));
        foreach (var kind in Kinds)
        {
            ThrowIfOutside(kind.Weight, float.Epsilon, CoVisitKind.MostWeight, $"{nameof(Kinds)}.{nameof(CoVisitKind.Weight)}");
        }
    }

    static void ThrowIfOutside(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }
}
