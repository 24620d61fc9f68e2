using Attune.Catalog;

namespace Attune.Recommending.Candidates;

/// <summary>The items one answer may hold: listed, passing the filter, not kept out by the profile or the question.</summary>
/// <remarks>Every source and every rung looks here before it names an item.</remarks>
sealed class AllowedItems
{
    ulong[] _words = [];

    /// <summary>One more than the highest ordinal that may be allowed.</summary>
    public int Size { get; private set; }

    /// <summary>The bits, one an ordinal.</summary>
    public ReadOnlySpan<ulong> Words => _words.AsSpan(0, (Size + 63) / 64);

    public bool Contains(int item) => (uint)item < (uint)Size && (_words[item >> 6] >> (item & 63) & 1) != 0;

    public void Set(ItemSet items)
    {
        Size = items.Size;
        if (_words.Length < items.Words.Length)
        {
            _words = new ulong[items.Words.Length + (items.Words.Length / 4)];
        }

        items.Words.CopyTo(_words);
    }

    /// <summary>What is allowed elsewhere and in a set.</summary>
    public void SetBoth(AllowedItems allowed, ItemSet items)
    {
        Size = allowed.Size;
        _words = _words.Length < allowed.Words.Length ? new ulong[allowed.Words.Length + (allowed.Words.Length / 4)] : _words;
        allowed.Words.CopyTo(_words);
        Intersect(items);
    }

    /// <summary>Leaves only what is in the other set too.</summary>
    public void Intersect(ItemSet items)
    {
        var own = _words.AsSpan(0, (Size + 63) / 64);
        var other = items.Words;
        for (var word = 0; word < own.Length; word++)
        {
            own[word] &= word < other.Length ? other[word] : 0;
        }
    }

    /// <summary>Takes out what is in the other set.</summary>
    public void Remove(ItemSet items)
    {
        var own = _words.AsSpan(0, (Size + 63) / 64);
        var other = items.Words;
        for (var word = 0; word < own.Length && word < other.Length; word++)
        {
            own[word] &= ~other[word];
        }
    }

    /// <summary>Leaves only those of the items that were in it.</summary>
    public void Keep(ReadOnlySpan<int> items)
    {
        Span<bool> kept = items.Length <= 1_024 ? stackalloc bool[items.Length] : new bool[items.Length];
        for (var n = 0; n < items.Length; n++)
        {
            kept[n] = Contains(items[n]);
        }

        _words.AsSpan(0, (Size + 63) / 64).Clear();
        for (var n = 0; n < items.Length; n++)
        {
            if (kept[n])
            {
                _words[items[n] >> 6] |= 1UL << (items[n] & 63);
            }
        }
    }

    /// <summary>Lets in these and no others, of as many ordinals as there are.</summary>
    public void Only(IEnumerable<int> items)
    {
        _words.AsSpan(0, (Size + 63) / 64).Clear();
        foreach (var item in items)
        {
            if ((uint)item < (uint)Size)
            {
                _words[item >> 6] |= 1UL << (item & 63);
            }
        }
    }

    public void Remove(int item)
    {
        if ((uint)item < (uint)Size)
        {
            _words[item >> 6] &= ~(1UL << (item & 63));
        }
    }
}
