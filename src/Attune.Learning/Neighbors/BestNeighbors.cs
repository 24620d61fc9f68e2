namespace Attune.Learning.Neighbors;

/// <summary>Keeps the k best of many positive scores; equal scores go by lower item index.</summary>
/// <remarks>
/// Score and item are one 64-bit key: the score's bits above (for floats above 0 their order is the order of the numbers), the
/// item's complement below. A buffer of 4 k keys is cut back to the best k whenever it is full, which costs O(1) an offer.
/// </remarks>
sealed class BestNeighbors(int k)
{
    readonly ulong[] _keys = new ulong[4 * k];
    int _count;
    ulong _floor;

    internal void Clear() => (_count, _floor) = (0, 0);

    internal void Offer(int item, float score)
    {
        var key = ((ulong)BitConverter.SingleToUInt32Bits(score) << 32) | ~(uint)item;
        if (key <= _floor)
        {
            return;
        }

        _keys[_count++] = key;
        if (_count == _keys.Length)
        {
            KeepBest();
            _floor = Least(_keys.AsSpan(0, k));
        }
    }

    /// <summary>Writes the best, best first, and says how many.</summary>
    internal int Write(Span<int> items, Span<float> scores)
    {
        if (_count > k)
        {
            KeepBest();
        }

        var keys = _keys.AsSpan(0, _count);
        keys.Sort();
        for (var place = 0; place < keys.Length; place++)
        {
            var key = keys[^(place + 1)];
            items[place] = (int)~(uint)key;
            scores[place] = BitConverter.UInt32BitsToSingle((uint)(key >> 32));
        }

        return keys.Length;
    }

    /// <summary>Moves the k greatest keys to the front (quickselect; keys are distinct).</summary>
    void KeepBest()
    {
        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var pivot = MedianOfThree(low, high);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (_keys[i] > pivot)
                {
                    i++;
                }

                while (_keys[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (_keys[i], _keys[j]) = (_keys[j], _keys[i]);
                    i++;
                    j--;
                }
            }

            if (k - 1 <= j)
            {
                high = j;
            }
            else if (k - 1 >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        _count = k;
    }

    static ulong Least(ReadOnlySpan<ulong> keys)
    {
        var least = ulong.MaxValue;
        foreach (var key in keys)
        {
            least = Math.Min(least, key);
        }

        return least;
    }

    ulong MedianOfThree(int low, int high)
    {
        var (a, b, c) = (_keys[low], _keys[(low + high) >>> 1], _keys[high]);
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }
}
