namespace Attune.Learning.Metrics;

/// <summary>A list, seen only as which of its ranks are hits, and how many there were to hit: what the metrics of a list need.</summary>
public readonly ref struct RankedHits
{
    readonly ReadOnlySpan<bool> _hits;

    /// <summary>Takes the hits by rank, best first.</summary>
    /// <param name="hits">True where the item at that rank is relevant; as long as the list.</param>
    /// <param name="relevant">How many relevant items there are, in the list or not; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing relevant: no metric of a list is defined then.</exception>
    public RankedHits(ReadOnlySpan<bool> hits, int relevant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(relevant, 1);
        _hits = hits;
        Relevant = relevant;
    }

    /// <summary>How many relevant items there are, in the list or not.</summary>
    public int Relevant { get; }

    /// <summary>The ranks 1 to k, or to the end of a shorter list: entry 0 is rank 1.</summary>
    public ReadOnlySpan<bool> First(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return _hits[..Math.Min(k, _hits.Length)];
    }

    /// <summary>How many of the ranks 1 to k are hits.</summary>
    public int CountAt(int k) => First(k).Count(true);

    /// <summary>Marks which items of a list are relevant.</summary>
    /// <param name="ranked">Item indices, best first, no item twice.</param>
    /// <param name="relevant">By ascending index, no item twice, not empty.</param>
    /// <param name="buffer">Written; at least as long as <paramref name="ranked"/>.</param>
    public static RankedHits Mark(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant, Span<bool> buffer)
    {
        for (var place = 0; place < ranked.Length; place++)
        {
            buffer[place] = relevant.BinarySearch(ranked[place]) >= 0;
        }

        return new RankedHits(buffer[..ranked.Length], relevant.Length);
    }
}
