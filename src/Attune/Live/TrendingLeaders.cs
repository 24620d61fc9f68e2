namespace Attune.Live;

/// <summary>The items with the highest counts of one view, in order, kept so while counting goes on.</summary>
/// <remarks>
/// <para><b>Exact.</b> Counts only grow, and a moved landmark scales all alike: so an item can enter or rise only when it is
/// counted, and a rise is a few places. What an answer wants of the trend is then at the head of this list, and not in a scan
/// of every item.</para>
/// <para><b>Concurrency.</b> One writer, which publishes at the end of a batch; readers see the order of the last batch.</para>
/// <para><b>Cost.</b> 2 bytes an item; a count costs the places it rises.</para>
/// </remarks>
sealed class TrendingLeaders
{
    /// <summary>Most items kept in order: enough that a filter which leaves one item in ten still finds a list among them.</summary>
    public const int Most = 1_024;

    readonly int[] _order = new int[Most];
    // By ordinal: the place in the order plus one; 0 where it has none.
    ushort[] _placeOf = [];
    int _count;
    bool _changed;
    volatile int[] _published = [];

    /// <summary>As of the last batch, the highest count first.</summary>
    public ReadOnlySpan<int> Items => _published;

    /// <summary>Takes up that an item's count has grown.</summary>
    public void Rise(int item, ReadOnlySpan<float> counts)
    {
        if (item >= _placeOf.Length)
        {
            Array.Resize(ref _placeOf, Math.Max(item + 1, Math.Max(1_024, _placeOf.Length * 2)));
        }

        var place = _placeOf[item] - 1;
        if (place < 0)
        {
            if (_count == Most)
            {
                if (!IsBefore(item, _order[Most - 1], counts))
                {
                    return;
                }

                _placeOf[_order[Most - 1]] = 0;
                _count--;
            }

            place = _count++;
            _changed = true;
        }

        while (place > 0 && IsBefore(item, _order[place - 1], counts))
        {
            _order[place] = _order[place - 1];
            _placeOf[_order[place]] = (ushort)(place + 1);
            place--;
            _changed = true;
        }

        _order[place] = item;
        _placeOf[item] = (ushort)(place + 1);
    }

    /// <summary>Shows readers the order as it is now.</summary>
    public void Publish()
    {
        if (_changed)
        {
            _published = _order.AsSpan(0, _count).ToArray();
            _changed = false;
        }
    }

    // Of equal counts the lower ordinal, as in every list of best items.
    static bool IsBefore(int item, int other, ReadOnlySpan<float> counts) =>
        counts[item] > counts[other] || (counts[item] == counts[other] && item < other);
}
