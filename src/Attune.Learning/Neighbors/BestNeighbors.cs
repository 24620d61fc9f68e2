using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Learning.Neighbors;

/// <summary>Keeps the k best of many positive scores; equal scores go by lower item index.</summary>
/// <remarks>
/// <para>Offers are only noted. The bits of floats above 0 are ordered as the floats are, so that the distance of a score's bits
/// from the best's, cut to bins of a 64th of an octave, sorts nearly all by counting: only what is in the bins of the first k is
/// placed, each bin is sorted by itself, and of the last one no more than is wanted.</para>
/// <para><b>Cost.</b> O(1) an offer and O(k) a list, without a branch that depends on a score.</para>
/// </remarks>
sealed class BestNeighbors(int k)
{
    const int Bins = 1024;
    const int BinBits = 17;
    const int FewKeys = 16;

    // By bin: how many scores, then where the next of them goes. Clear between lists.
    readonly int[] _bins = new int[Bins];
    int[] _items = new int[1024];
    uint[] _bits = new uint[1024];
    int[] _chosen = new int[1024];
    ulong[] _keys = new ulong[1024];
    int _count;
    uint _best;

    internal void Clear() => (_count, _best) = (0, 0);

    /// <summary>Takes note of a score; one that is not above 0 and finite is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Offer(int item, float score)
    {
        var count = _count;
        if (count == _items.Length)
        {
            Grow();
        }

        // Written always and counted only when valid: a store is cheaper than a branch. Positive finite floats are 1 .. 7F7FFFFF.
        var bits = BitConverter.SingleToUInt32Bits(score);
        var valid = bits - 1 < 0x7F7FFFFF;
        (_items[count], _bits[count]) = (item, bits);
        _count = count + (valid ? 1 : 0);
        _best = Math.Max(_best, valid ? bits : 0);
    }

    /// <summary>Writes the best, best first, and says how many.</summary>
    internal int Write(Span<int> items, Span<float> scores)
    {
        if (_count == 0)
        {
            return 0;
        }

        var last = CountBins();
        Place(last);
        SortBins(last);
        Array.Clear(_bins);
        var length = Math.Min(k, _count);
        for (var place = 0; place < length; place++)
        {
            items[place] = (int)(uint)_keys[place];
            scores[place] = BitConverter.UInt32BitsToSingle(_best - (uint)(_keys[place] >> 32));
        }

        return length;
    }

    /// <summary>Counts the scores by bin, and makes of the counts where each bin begins; up to the bin that holds the k-th.</summary>
    int CountBins()
    {
        foreach (var bits in _bits.AsSpan(0, _count))
        {
            _bins[BinOf(_best - bits)]++;
        }

        var (last, begin) = (0, 0);
        while (true)
        {
            begin += _bins[last];
            _bins[last] = begin - _bins[last];
            if (begin >= k || begin == _count)
            {
                return last;
            }

            last++;
        }
    }

    /// <summary>Puts the keys of all bins up to the last one into their bins: the distance from the best above, the item below.</summary>
    void Place(int last)
    {
        var within = last == Bins - 1 ? uint.MaxValue : ((uint)last + 1) << BinBits;
        var (best, count, chosenCount) = (_best, _count, 0);
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        ref var chosen = ref MemoryMarshal.GetArrayDataReference(_chosen);
        for (var n = 0; n < count; n++)
        {
            Unsafe.Add(ref chosen, chosenCount) = n;
            chosenCount += best - Unsafe.Add(ref bits, n) < within ? 1 : 0;
        }

        foreach (var n in _chosen.AsSpan(0, chosenCount))
        {
            var distance = best - _bits[n];
            _keys[_bins[BinOf(distance)]++] = ((ulong)distance << 32) | (uint)_items[n];
        }
    }

    void SortBins(int last)
    {
        var begin = 0;
        for (var bin = 0; bin <= last; bin++)
        {
            var keys = _keys.AsSpan(begin.._bins[bin]);
            begin = _bins[bin];
            if (keys.Length <= FewKeys)
            {
                Insert(keys);
                continue;
            }

            // Scores may all be alike: then the last bin holds far more than is wanted of it.
            var wanted = Math.Min(keys.Length, k - (begin - keys.Length));
            KeepLeast(keys, wanted);
            keys[..wanted].Sort();
        }
    }

    static int BinOf(uint distance) => (int)Math.Min(distance >> BinBits, Bins - 1);

    static void Insert(Span<ulong> keys)
    {
        for (var next = 1; next < keys.Length; next++)
        {
            var (key, at) = (keys[next], next);
            for (; at > 0 && keys[at - 1] > key; at--)
            {
                keys[at] = keys[at - 1];
            }

            keys[at] = key;
        }
    }

    /// <summary>Moves the least keys to the front (quickselect; keys are distinct).</summary>
    static void KeepLeast(Span<ulong> keys, int wanted)
    {
        var (low, high) = (0, keys.Length - 1);
        while (low < high && wanted < keys.Length)
        {
            var pivot = MedianOfThree(keys[low], keys[(low + high) >>> 1], keys[high]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (keys[i] < pivot)
                {
                    i++;
                }

                while (keys[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (keys[i], keys[j]) = (keys[j], keys[i]);
                    i++;
                    j--;
                }
            }

            if (wanted - 1 <= j)
            {
                high = j;
            }
            else if (wanted - 1 >= i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }

    static ulong MedianOfThree(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Grow()
    {
        var room = _items.Length * 2;
        Array.Resize(ref _items, room);
        Array.Resize(ref _bits, room);
        _chosen = new int[room];
        _keys = new ulong[room];
    }
}
