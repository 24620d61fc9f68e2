namespace Attune.Catalog.Columns;

/// <summary>One value an item, by ordinal, in chunks of 1 024 that snapshots share. Immutable.</summary>
/// <remarks>Changing one value copies its chunk and the list of chunks (8 bytes for 1 024 items), nothing else.</remarks>
sealed class ChunkedArray<T>(T missing, T[]?[] chunks)
{
    /// <summary>The value of an ordinal that was never set.</summary>
    internal T Missing => missing;

    internal T[]?[] Chunks => chunks;

    internal T this[int ordinal]
    {
        get
        {
            var chunk = ordinal >> ChunkBits.Shift;
            return chunk < chunks.Length && chunks[chunk] is { } values ? values[ordinal & ChunkBits.Mask] : missing;
        }
    }

    /// <summary>The values of 1 024 ordinals; empty where none of them has one.</summary>
    internal ReadOnlySpan<T> Chunk(int chunk) => chunk < chunks.Length ? chunks[chunk] : [];

    internal Editor Edit() => new(this);

    /// <summary>Collects changes; a chunk is copied when it is first changed, then written in place.</summary>
    internal sealed class Editor(ChunkedArray<T> source)
    {
        T[]?[] _chunks = [.. source.Chunks];
        bool[] _owned = new bool[source.Chunks.Length];

        internal void Set(int ordinal, T value)
        {
            var chunk = ordinal >> ChunkBits.Shift;
            if (chunk >= _chunks.Length)
            {
                var length = Math.Max(chunk + 1, _chunks.Length + (_chunks.Length / 2));
                Array.Resize(ref _chunks, length);
                Array.Resize(ref _owned, length);
            }

            if (!_owned[chunk])
            {
                _owned[chunk] = true;
                _chunks[chunk] = _chunks[chunk] is { } shared ? [.. shared] : Fresh();
            }

            _chunks[chunk]![ordinal & ChunkBits.Mask] = value;
        }

        internal ChunkedArray<T> Build() => new(source.Missing, _chunks);

        T[] Fresh()
        {
            var values = new T[ChunkBits.Size];
            Array.Fill(values, source.Missing);
            return values;
        }
    }
}

/// <summary>How ordinals are cut into chunks: one chunk is 1 024 items, or 16 words of an item set.</summary>
static class ChunkBits
{
    internal const int Shift = 10;
    internal const int Size = 1 << Shift;
    internal const int Mask = Size - 1;
    internal const int Words = Size / 64;

    /// <summary>How many chunks hold so many ordinals.</summary>
    internal static int Count(int ordinals) => (ordinals + Mask) >> Shift;
}
