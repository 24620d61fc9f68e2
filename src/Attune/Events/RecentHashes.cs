using System.Numerics;

namespace Attune.Events;

/// <summary>The last so many hashes, each once: a ring in order of coming, and a table that finds them.</summary>
/// <remarks>
/// Layout: ring of 16 bytes a hash; table of 4 bytes a slot, at least twice as many slots, a power of two, linear probing,
/// entries moved back on removal so that no gravestones gather. Not safe for several threads.
/// </remarks>
sealed class RecentHashes
{
    const int Free = 0;

    readonly UInt128[] _ring;
    readonly int[] _table;
    readonly int _mask;
    long _added;

    internal RecentHashes(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new UInt128[capacity];
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
        _mask = _table.Length - 1;
    }

    internal int Count => (int)Math.Min(_added, _ring.Length);

    /// <summary>Fixed from the start: 24.4 MB for 1 000 000.</summary>
    internal long Bytes => (_ring.LongLength * 16) + (_table.LongLength * sizeof(int));

    internal bool Contains(UInt128 hash) => _table[Find(hash)] != Free;

    /// <summary>Adds a hash, forgetting the oldest where full; nothing happens where it is there already.</summary>
    internal void Add(UInt128 hash)
    {
        if (Contains(hash))
        {
            return;
        }

        var place = (int)(_added % _ring.Length);
        if (_added >= _ring.Length)
        {
            Remove(Find(_ring[place]));
        }

        _ring[place] = hash;
        _table[Find(hash)] = place + 1;
        _added++;
    }

    int Home(UInt128 hash) => (int)(ulong)hash & _mask;

    // The slot that holds the hash, or the free one where it would go.
    int Find(UInt128 hash)
    {
        var slot = Home(hash);
        while (_table[slot] != Free && _ring[_table[slot] - 1] != hash)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    void Remove(int hole)
    {
        for (var slot = (hole + 1) & _mask; _table[slot] != Free; slot = (slot + 1) & _mask)
        {
            // An entry may move back to the hole unless its home lies between the hole and itself.
            var home = Home(_ring[_table[slot] - 1]);
            if (((slot - home) & _mask) >= ((slot - hole) & _mask))
            {
                _table[hole] = _table[slot];
                hole = slot;
            }
        }

        _table[hole] = Free;
    }
}
