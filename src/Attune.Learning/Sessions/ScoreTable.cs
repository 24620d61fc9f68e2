using System.Numerics;

namespace Attune.Learning.Sessions;

/// <summary>Sums by number, for a few of very many numbers: open addressing, emptied in one step, nothing allocated.</summary>
/// <param name="most">Numbers it must have room for; the table is at most half full.</param>
sealed class ScoreTable(int most)
{
    readonly Entry[] _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(most, 2)) * 2];
    readonly int[] _touched = new int[most];
    readonly int _shift = 32 - BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(most, 2)) * 2);
    uint _epoch = 1;

    /// <summary>How many numbers there are.</summary>
    internal int Count { get; private set; }

    /// <summary>A number and its sum, in the order they were first added to.</summary>
    internal (int Number, float Sum) this[int place]
    {
        get
        {
            ref readonly var entry = ref _entries[_touched[place]];
            return (entry.Number, entry.Sum);
        }
    }

    internal void Add(int number, float value)
    {
        // Fibonacci hashing (Knuth, TAOCP 3, 6.4): numbers that follow each other lie far apart.
        var at = (int)((uint)number * 2654435769u >> _shift);
        while (true)
        {
            ref var entry = ref _entries[at];
            if (entry.Epoch != _epoch)
            {
                entry = new Entry { Number = number, Epoch = _epoch, Sum = value };
                _touched[Count++] = at;
                return;
            }

            if (entry.Number == number)
            {
                entry.Sum += value;
                return;
            }

            at = (at + 1) & (_entries.Length - 1);
        }
    }

    internal void Clear()
    {
        Count = 0;
        if (++_epoch == 0)
        {
            Array.Clear(_entries);
            _epoch = 1;
        }
    }

    struct Entry
    {
        internal int Number;
        internal uint Epoch;
        internal float Sum;
    }
}
