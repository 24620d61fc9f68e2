namespace Attune.Learning.Neighbors;

/// <summary>For every item the items most like it, best first: the item-to-item model.</summary>
/// <remarks>
/// <para><b>Layout.</b> Row-major, <see cref="K"/> places an item: <c>neighbors[item * K + rank]</c>, −1 from the end of a
/// shorter list on, and a score for each place. The memory may be a mapped file.</para>
/// <para><b>Concurrency.</b> Immutable.</para>
/// </remarks>
public sealed class NeighborLists
{
    readonly ReadOnlyMemory<int> _neighbors;
    readonly ReadOnlyMemory<float> _scores;

    /// <summary>Takes the two columns as they are; nothing is copied.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="k">Places per item, at least 1.</param>
    /// <param name="neighbors">items × k item indices, −1 where a list has ended.</param>
    /// <param name="scores">items × k scores, not rising within a list.</param>
    /// <exception cref="ArgumentException">A length does not fit; the message gives both.</exception>
    public NeighborLists(int items, int k, ReadOnlyMemory<int> neighbors, ReadOnlyMemory<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var places = (long)items * k;
        if (neighbors.Length != places || scores.Length != places)
        {
            throw new ArgumentException(
                $"{items} items of {k} places need {places} neighbors and scores; given are {neighbors.Length} and {scores.Length}.",
                nameof(neighbors));
        }

        (Items, K, _neighbors, _scores) = (items, k, neighbors, scores);
    }

    /// <summary>The same lists with every score multiplied by a factor of the neighbour's, in the order that makes.</summary>
    /// <param name="factors">By item; not below 0. Equal scores keep their order.</param>
    public NeighborLists Scaled(ReadOnlySpan<float> factors)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(factors.Length, Items);
        var (neighbors, scores) = (_neighbors.ToArray(), _scores.ToArray());
        for (var item = 0; item < Items; item++)
        {
            var count = Of(item).Length;
            var row = neighbors.AsSpan(item * K, count);
            var values = scores.AsSpan(item * K, count);
            for (var place = 0; place < count; place++)
            {
                var (neighbor, score) = (row[place], values[place] * factors[row[place]]);
                var at = place;
                for (; at > 0 && values[at - 1] < score; at--)
                {
                    (row[at], values[at]) = (row[at - 1], values[at - 1]);
                }

                (row[at], values[at]) = (neighbor, score);
            }
        }

        return new NeighborLists(Items, K, neighbors, scores);
    }

    /// <summary>How many items there are.</summary>
    public int Items { get; }

    /// <summary>The longest a list may be.</summary>
    public int K { get; }

    /// <summary>Every place, as laid out: for writing to a file.</summary>
    public ReadOnlyMemory<int> Neighbors => _neighbors;

    /// <summary>Every place's score, as laid out; 0 where a list has ended.</summary>
    public ReadOnlyMemory<float> Scores => _scores;

    /// <summary>The neighbours of an item, best first; as many as it has.</summary>
    public ReadOnlySpan<int> Of(int item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)Items, nameof(item));
        var places = _neighbors.Span.Slice(item * K, K);
        var end = places.IndexOf(-1);
        return end < 0 ? places : places[..end];
    }

    /// <summary>The scores of <see cref="Of"/>, place by place.</summary>
    public ReadOnlySpan<float> ScoresOf(int item) => _scores.Span.Slice(item * K, Of(item).Length);
}
