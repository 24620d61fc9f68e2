namespace Attune.Filtering.Plans;

/// <summary>A condition bound to one snapshot's columns: answers 1 024 items at once, as 16 words of a bitmap.</summary>
/// <remarks>Made for one evaluation by one thread; may hold scratch. Bits beyond the catalog's size mean nothing.</remarks>
abstract class ConditionPlan
{
    /// <summary>Writes all 16 words.</summary>
    internal abstract void Evaluate(int chunk, Span<ulong> words);
}

/// <summary>A number bound to one snapshot's columns.</summary>
abstract class NumberPlan
{
    /// <summary>1 024 values, NaN where missing; good until the next call.</summary>
    internal abstract ReadOnlySpan<double> Values(int chunk);
}
