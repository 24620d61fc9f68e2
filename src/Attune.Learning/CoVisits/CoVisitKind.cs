namespace Attune.Learning.CoVisits;

/// <summary>Which two kinds of event make a pair, and what such a pair says.</summary>
/// <param name="First">The kind of the earlier event, as in the column of kinds.</param>
/// <param name="Then">The kind of the later event.</param>
/// <param name="Weight">What a pair of these kinds counts: above 0, at most 100; default 1.</param>
public readonly record struct CoVisitKind(byte First, byte Then, float Weight = 1)
{
    /// <summary>The largest weight a pair of kinds may have.</summary>
    public const float MostWeight = 100;
}
