namespace Attune.Catalog.Columns;

/// <summary>The items that have one member in a set: a sparse bitmap over ordinals. Immutable.</summary>
/// <remarks>
/// Chunks of 1 024 ordinals, those without an item left out; a chunk is a sorted list of 16-bit places while it holds at
/// most 64 (no larger than the bitmap then), else a bitmap of 16 words.
/// </remarks>
sealed class Postings(int[] keys, Array[] chunks)
{
    const int MostListed = 64;

    internal static Postings Empty { get; } = new([], []);

    internal bool IsEmpty => keys.Length == 0;

    /// <summary>Adds the items of one chunk to a bitmap of 16 words.</summary>
    internal void OrInto(int chunk, Span<ulong> words)
    {
        var at = Array.BinarySearch(keys, chunk);
        if (at >= 0)
        {
            OrInto(chunks[at], words);
        }
    }

    internal bool Contains(int ordinal)
    {
        var at = Array.BinarySearch(keys, ordinal >> ChunkBits.Shift);
        var place = ordinal & ChunkBits.Mask;
        return at >= 0 && chunks[at] switch
        {
            ulong[] words => (words[place >> 6] >> (place & 63) & 1) != 0,
            ushort[] places => Array.BinarySearch(places, (ushort)place) >= 0,
            _ => false,
        };
    }

    /// <summary>The postings after changes, in the order given; only chunks that change are copied.</summary>
    internal Postings With(IEnumerable<(int Ordinal, bool Present)> changes)
    {
        var touched = new SortedDictionary<int, ulong[]>();
        foreach (var (ordinal, present) in changes)
        {
            var chunk = ordinal >> ChunkBits.Shift;
            if (!touched.TryGetValue(chunk, out var words))
            {
                words = new ulong[ChunkBits.Words];
                OrInto(chunk, words);
                touched.Add(chunk, words);
            }

            var place = ordinal & ChunkBits.Mask;
            var bit = 1UL << (place & 63);
            words[place >> 6] = present ? words[place >> 6] | bit : words[place >> 6] & ~bit;
        }

        return Merge(touched);
    }

    Postings Merge(SortedDictionary<int, ulong[]> touched)
    {
        var newKeys = new List<int>(keys.Length + touched.Count);
        var newChunks = new List<Array>(keys.Length + touched.Count);
        var old = 0;
        foreach (var (key, words) in touched)
        {
            for (; old < keys.Length && keys[old] <= key; old++)
            {
                if (keys[old] < key)
                {
                    newKeys.Add(keys[old]);
                    newChunks.Add(chunks[old]);
                }
            }

            if (Pack(words) is { } packed)
            {
                newKeys.Add(key);
                newChunks.Add(packed);
            }
        }

        newKeys.AddRange(keys[old..]);
        newChunks.AddRange(chunks[old..]);
        return newKeys.Count == 0 ? Empty : new Postings([.. newKeys], [.. newChunks]);
    }

    static Array? Pack(ulong[] words)
    {
        var count = words.Sum(System.Numerics.BitOperations.PopCount);
        if (count is 0 or > MostListed)
        {
            return count == 0 ? null : words;
        }

        var places = new ushort[count];
        var next = 0;
        for (var place = 0; place < ChunkBits.Size; place++)
        {
            if ((words[place >> 6] >> (place & 63) & 1) != 0)
            {
                places[next++] = (ushort)place;
            }
        }

        return places;
    }

    static void OrInto(Array chunk, Span<ulong> words)
    {
        if (chunk is ulong[] bitmap)
        {
            for (var word = 0; word < ChunkBits.Words; word++)
            {
                words[word] |= bitmap[word];
            }
        }
        else
        {
            foreach (var place in (ushort[])chunk)
            {
                words[place >> 6] |= 1UL << (place & 63);
            }
        }
    }
}
