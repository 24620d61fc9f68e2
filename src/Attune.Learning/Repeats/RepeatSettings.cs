namespace Attune.Learning.Repeats;

/// <summary>How surely what was taken up before is taken up again.</summary>
public sealed record RepeatSettings
{
    /// <summary>Of a half-life: no fading.</summary>
    public const long NoFading = long.MaxValue;

    /// <summary>
    /// Two interactions of a user with an item no further apart are one occasion: in the data's unit of time, 0 or more;
    /// default 0, which leaves together only what happened at one instant.
    /// </summary>
    public long Occasion { get; init; }

    /// <summary>
    /// κ: how many occasions of their own somebody needs before these count as much as what others did with the item. 0 = own
    /// ones alone, default 1. 0 to 1 000.
    /// </summary>
    public double ItemPrior { get; init; } = 1;

    /// <summary>m: an item's rate of repeats is drawn to that of all items as if so many more users had taken it up. 0 to 10 000; default 5.</summary>
    public double UsersPrior { get; init; } = 5;

    /// <summary>What was last taken up this long ago counts half: in the data's unit of time, 1 or more; default no fading.</summary>
    public long HalfLife { get; init; } = NoFading;

    /// <summary>
    /// How much it counts that an item's usual time between two occasions has passed: 0 (default) = nothing; 1 = a thing just
    /// taken up is not wanted again yet. 0 to 4.
    /// </summary>
    public double Readiness { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range.</exception>
    public void Validate()
    {
        ThrowIfOutside(Occasion, 0, NoFading, nameof(Occasion));
        ThrowIfOutside(ItemPrior, 0, 1_000, nameof(ItemPrior));
        ThrowIfOutside(UsersPrior, 0, 10_000, nameof(UsersPrior));
        ThrowIfOutside(HalfLife, 1, NoFading, nameof(HalfLife));
        ThrowIfOutside(Readiness, 0, 4, nameof(Readiness));
    }

    static void ThrowIfOutside(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }
}
