namespace Attune.Filtering.Plans;

/// <summary>A condition bound to one snapshot's columns: judges 1 024 items at once, as 16 words of a bitmap.</summary>
/// <remarks>Made for one evaluation by one thread; may hold scratch. Bits beyond the catalog's size mean nothing.</remarks>
abstract class ConditionPlan
{
    long _chunks;

    /// <summary>What one chunk costs at most, in 64-bit words read or operations like it.</summary>
    internal abstract int Cost { get; }

    /// <summary>The plans this one is made of; those read, this one does not.</summary>
    internal virtual IReadOnlyList<ConditionPlan> Parts => [];

    /// <summary>How many chunks the plans that read were asked for so far: what the evaluation has cost.</summary>
    internal long ChunksRead => Parts.Count == 0 ? _chunks : Parts.Sum(part => part.ChunksRead);

    /// <summary>Keeps of the items given, 16 words, those for which the condition holds.</summary>
    internal void Narrow(int chunk, Span<ulong> words)
    {
        _chunks++;
        Apply(chunk, words);
    }

    /// <summary>Clears the bits of items for which it does not hold; never sets one.</summary>
    protected abstract void Apply(int chunk, Span<ulong> words);
}

/// <summary>A number bound to one snapshot's columns.</summary>
abstract class NumberPlan
{
    /// <summary>What one chunk costs at most, in 64-bit words read or operations like it.</summary>
    internal abstract int Cost { get; }

    /// <summary>1 024 values, NaN where missing; good until the next call. Where a bit of <paramref name="wanted"/> is 0 the value means nothing.</summary>
    internal abstract ReadOnlySpan<double> Values(int chunk, ReadOnlySpan<ulong> wanted);
}
