using System.Numerics;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>Where a boolean property has one of its three states: 0 none, 1 false, 2 true.</summary>
sealed class FlagPlan(ChunkedArray<byte> column, byte state) : ConditionPlan
{
    internal override int Cost => ChunkBits.Size / sizeof(ulong);

    protected override void Apply(int chunk, Span<ulong> words) => ChunkMasks.Equal(column.Chunk(chunk), state, words);
}

/// <summary>The items of several sparse bitmaps together: nothing is scanned.</summary>
sealed class PostingsPlan(IReadOnlyList<Postings> postings) : ConditionPlan
{
    internal override int Cost => postings.Count * ChunkBits.Words;

    protected override void Apply(int chunk, Span<ulong> words)
    {
        Span<ulong> holds = stackalloc ulong[ChunkBits.Words];
        holds.Clear();
        foreach (var one in postings)
        {
            one.OrInto(chunk, holds);
        }

        for (var word = 0; word < words.Length; word++)
        {
            words[word] &= holds[word];
        }
    }
}

/// <summary>Certain items, by ascending ordinal.</summary>
sealed class OrdinalsPlan(int[] sorted) : ConditionPlan
{
    internal override int Cost => 1;

    protected override void Apply(int chunk, Span<ulong> words)
    {
        Span<ulong> holds = stackalloc ulong[ChunkBits.Words];
        holds.Clear();
        var first = Array.BinarySearch(sorted, chunk << ChunkBits.Shift);
        for (var at = first < 0 ? ~first : first; at < sorted.Length && sorted[at] >> ChunkBits.Shift == chunk; at++)
        {
            var place = sorted[at] & ChunkBits.Mask;
            holds[place >> 6] |= 1UL << (place & 63);
        }

        for (var word = 0; word < words.Length; word++)
        {
            words[word] &= holds[word];
        }
    }
}

/// <summary>A condition judged item by item, for those that are left.</summary>
abstract class ItemPlan : ConditionPlan
{
    protected override void Apply(int chunk, Span<ulong> words)
    {
        if (!Begin(chunk, words))
        {
            words.Clear();
            return;
        }

        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word]; left != 0; left &= left - 1)
            {
                var bit = BitOperations.TrailingZeroCount(left);
                if (!Holds((word << 6) + bit))
                {
                    words[word] &= ~(1UL << bit);
                }
            }
        }
    }

    /// <summary>Takes up a chunk.</summary>
    /// <returns>False where the condition holds for none of it.</returns>
    protected abstract bool Begin(int chunk, ReadOnlySpan<ulong> wanted);

    /// <summary>Judges one item by its place in the chunk.</summary>
    protected abstract bool Holds(int place);
}
