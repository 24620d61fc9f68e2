using System.Collections.Concurrent;

namespace Attune.Catalog;

/// <summary>Texts numbered from 0 in the order they came; only ever grows.</summary>
/// <remarks>One writer at a time; readers need no lock and see every text whose number they were given.</remarks>
sealed class NumberedTexts
{
    const int ChunkBits = 12;
    const int ChunkSize = 1 << ChunkBits;

    readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    volatile string[][] _chunks = [];
    volatile int _count;

    internal int Count => _count;

    internal bool TryGet(string text, out int number) => _numbers.TryGetValue(text, out number);

    internal string this[int number] => (uint)number < (uint)_count
        ? _chunks[number >> ChunkBits][number & (ChunkSize - 1)]
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"There are {_count} texts.");

    /// <summary>Gives a number another text; the old one still finds it.</summary>
    internal void Rename(int number, string text)
    {
        _numbers[text] = number;
        Volatile.Write(ref _chunks[number >> ChunkBits][number & (ChunkSize - 1)], text);
    }

    /// <summary>The text's number, given now where it has none.</summary>
    internal int Add(string text)
    {
        if (_numbers.TryGetValue(text, out var number))
        {
            return number;
        }

        return Append(text);
    }

    /// <summary>Takes the next number for a text, also where another number has come to be found by it (<see cref="Rename"/>); that one stays found.</summary>
    internal int Append(string text)
    {
        var number = _count;
        if (number >> ChunkBits == _chunks.Length)
        {
            _chunks = [.. _chunks, new string[ChunkSize]];
        }

        // The text is in place before its number can be found.
        _chunks[number >> ChunkBits][number & (ChunkSize - 1)] = text;
        _count = number + 1;
        _numbers.TryAdd(text, number);
        return number;
    }
}
