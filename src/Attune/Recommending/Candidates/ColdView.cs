using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Recommending.Candidates;

/// <summary>The items that one generation does not know, each with the vector its properties give it. Immutable.</summary>
/// <param name="generation">The generation; only compared, never read.</param>
/// <param name="ordinals">The items, ascending.</param>
/// <param name="vectors">By place in <paramref name="ordinals"/>: the vector, finite.</param>
sealed class ColdView(Generation? generation, int[] ordinals, float[][] vectors)
{
    /// <summary>Nothing, of any generation.</summary>
    public static ColdView Empty { get; } = new(null, [], []);

    /// <summary>How many items there are.</summary>
    public int Count => ordinals.Length;

    /// <summary>True where it is this generation's.</summary>
    public bool IsOf(Generation? other) => other is not null && ReferenceEquals(generation, other);

    /// <summary>An item's vector; empty where it is none of these.</summary>
    public ReadOnlySpan<float> VectorOf(int ordinal) => Array.BinarySearch(ordinals, ordinal) is var at and >= 0 ? vectors[at] : [];

    /// <summary>Puts the items that fit a user among the best found so far.</summary>
    /// <param name="user">The user's vector.</param>
    /// <param name="allowed">Only these.</param>
    /// <param name="room">Holds the best so far, best first, equal scores by lower ordinal; stays so.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>How many there are then.</returns>
    public int Merge(ReadOnlySpan<float> user, AllowedItems allowed, Span<ScoredItem> room, int count)
    {
        for (var n = 0; n < ordinals.Length; n++)
        {
            if (!allowed.Contains(ordinals[n]))
            {
                continue;
            }

            var item = new ScoredItem(ordinals[n], DotProduct.Of(vectors[n], user));
            var at = count;
            while (at > 0 && Beats(item, room[at - 1]))
            {
                at--;
            }

            if (at < room.Length)
            {
                count = Math.Min(count + 1, room.Length);
                room[at..(count - 1)].CopyTo(room[(at + 1)..]);
                room[at] = item;
            }
        }

        return count;
    }

    /// <summary>The same with some items changed.</summary>
    /// <param name="changed">By ordinal the new vector; null removes the item.</param>
    /// <param name="most">Of more than so many those of the lowest ordinals are let go.</param>
    public ColdView With(SortedDictionary<int, float[]?> changed, int most)
    {
        var merged = new List<(int Ordinal, float[] Vector)>(ordinals.Length + changed.Count);
        var at = 0;
        foreach (var (ordinal, vector) in changed)
        {
            for (; at < ordinals.Length && ordinals[at] < ordinal; at++)
            {
                merged.Add((ordinals[at], vectors[at]));
            }

            at += at < ordinals.Length && ordinals[at] == ordinal ? 1 : 0;
            if (vector is not null)
            {
                merged.Add((ordinal, vector));
            }
        }

        for (; at < ordinals.Length; at++)
        {
            merged.Add((ordinals[at], vectors[at]));
        }

        merged.RemoveRange(0, Math.Max(0, merged.Count - most));
        return new ColdView(generation, [.. merged.Select(item => item.Ordinal)], [.. merged.Select(item => item.Vector)]);
    }

    static bool Beats(ScoredItem item, ScoredItem other) =>
        item.Score > other.Score || (item.Score == other.Score && item.Item < other.Item);
}
