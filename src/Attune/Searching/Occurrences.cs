namespace Attune.Searching;

/// <summary>The items that hold one word, and the word's weight in each. Immutable.</summary>
/// <param name="items">Ordinals, ascending.</param>
/// <param name="weights">By place in <paramref name="items"/>, above 0.</param>
sealed class Occurrences(int[] items, float[] weights)
{
    /// <summary>A word that no item holds.</summary>
    public static Occurrences None { get; } = new([], []);

    /// <summary>Ordinals, ascending.</summary>
    public ReadOnlySpan<int> Items => items;

    /// <summary>By place in <see cref="Items"/>.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>The same with some items changed.</summary>
    /// <param name="changes">By item, ascending: the new weight; 0 takes it out. An item stands there once.</param>
    public Occurrences With(List<(int Item, float Weight)> changes)
    {
        var (nextItems, nextWeights) = (new int[items.Length + changes.Count], new float[items.Length + changes.Count]);
        var (count, old) = (0, 0);
        foreach (var (item, weight) in changes)
        {
            var upTo = Array.BinarySearch(items, old, items.Length - old, item);
            var found = upTo >= 0;
            upTo = found ? upTo : ~upTo;
            items.AsSpan(old, upTo - old).CopyTo(nextItems.AsSpan(count));
            weights.AsSpan(old, upTo - old).CopyTo(nextWeights.AsSpan(count));
            count += upTo - old;
            old = found ? upTo + 1 : upTo;
            if (weight > 0)
            {
                (nextItems[count], nextWeights[count]) = (item, weight);
                count++;
            }
        }

        items.AsSpan(old).CopyTo(nextItems.AsSpan(count));
        weights.AsSpan(old).CopyTo(nextWeights.AsSpan(count));
        count += items.Length - old;
        return count == 0 ? None : new Occurrences(nextItems[..count], nextWeights[..count]);
    }
}
