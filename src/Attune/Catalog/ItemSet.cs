using System.Numerics;

namespace Attune.Catalog;

/// <summary>A set of items as a bitmap over their ordinals: one bit an item, 64 to a word. What a filter evaluates to.</summary>
/// <remarks>Not safe for writing by several threads at once; once handed out as a filter's answer it is not changed.</remarks>
public sealed class ItemSet
{
    readonly ulong[] _words;

    /// <summary>The empty set over ordinals 0 to <paramref name="size"/> − 1.</summary>
    public ItemSet(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        _words = new ulong[(size + 63) / 64];
    }

    /// <summary>How many ordinals it speaks of; every one at or above is outside.</summary>
    public int Size { get; }

    /// <summary>The bits, ordinal 0 lowest in word 0; bits at and above <see cref="Size"/> are 0.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>The bits, to be written by whoever builds the set.</summary>
    internal Span<ulong> Bits => _words;

    /// <summary>How many items are in it.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>True where the item is in the set.</summary>
    public bool Contains(int ordinal) =>
        (uint)ordinal < (uint)Size && (_words[ordinal >> 6] >> (ordinal & 63) & 1) != 0;

    /// <summary>Puts an item in.</summary>
    public void Add(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Size, nameof(ordinal));
        _words[ordinal >> 6] |= 1UL << (ordinal & 63);
    }

    /// <summary>Takes an item out.</summary>
    public void Remove(int ordinal)
    {
        if ((uint)ordinal < (uint)Size)
        {
            _words[ordinal >> 6] &= ~(1UL << (ordinal & 63));
        }
    }
}
