using Attune.Events;

namespace Attune.Live;

/// <summary>Which items are taken up together with which, as the stream shows it: decayed pair weights, bounded for each item.</summary>
/// <remarks>
/// <para><b>Computes.</b> For items i and j at instant T: Σ w · 2^(−(T − t) / h) over the visits that held both, where t is the
/// later one's time and w the smaller of the two strengths. Symmetric, except where a bound pushed a pair out of one list.</para>
/// <para><b>Bounds.</b> See <see cref="PartnerList"/>; decay is forward, as in <see cref="TrendingCounts"/>.</para>
/// <para><b>Concurrency.</b> One writer. Readers take no lock, and may see a pair a moment before or after an addition.</para>
/// </remarks>
public sealed class CoVisits
{
    const double Headroom = 24;

    readonly CoVisitSettings _settings;
    readonly double _microsPerHalfLife;
    volatile PartnerList?[] _lists = [];
    int _epoch;

    internal CoVisits(CoVisitSettings settings)
    {
        _settings = settings;
        _microsPerHalfLife = settings.HalfLife.Ticks / (double)TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>Most partners an item has: the room <see cref="Read"/> needs.</summary>
    public int MostPartners => _settings.Partners;

    /// <summary>An item's partners and their weights at an instant, in no order.</summary>
    /// <returns>How many were written: at most the shorter span.</returns>
    public int Read(int item, EventTime instant, Span<int> partners, Span<float> weights)
    {
        var lists = _lists;
        if ((uint)item >= (uint)lists.Length || lists[item] is not { } list)
        {
            return 0;
        }

        var count = Math.Min(list.Count, Math.Min(partners.Length, weights.Length));
        var scale = Math.Pow(2, list.Landmark - HalfLivesAt(instant));
        for (var i = 0; i < count; i++)
        {
            (partners[i], weights[i]) = (list.Items[i], (float)(list.Weights[i] * scale));
        }

        return count;
    }

    internal void Add(int left, int right, EventTime time, float weight)
    {
        Pair(left, right, time, weight);
        Pair(right, left, time, weight);
    }

    internal void AddOneWay(int item, int partner, EventTime time, float weight) => Pair(item, partner, time, weight);

    /// <summary>Every list as it is now, by item. The lists are shared: each is copied before it next changes.</summary>
    internal PartnerList?[] Share()
    {
        _epoch++;
        return [.. _lists];
    }

    internal void Restore(PartnerList?[] lists) => _lists = lists;

    internal int Epoch => _epoch;

    void Pair(int item, int partner, EventTime time, float weight)
    {
        var lists = _lists;
        if (item >= lists.Length)
        {
            Array.Resize(ref lists, Math.Max(item + 1, Math.Max(1024, lists.Length * 2)));
            _lists = lists;
        }

        var x = HalfLivesAt(time);
        var list = lists[item] ?? PartnerList.Empty((long)Math.Floor(x), _epoch);
        var landmark = x - list.Landmark > Headroom ? (long)Math.Floor(x) : list.Landmark;
        var full = list.Count == list.Items.Length && list.Count < _settings.Partners;
        if (full || landmark != list.Landmark || list.Epoch != _epoch)
        {
            list = list.Copy(landmark, _epoch, _settings.Partners);
        }

        list.Add(partner, (float)(weight * Math.Pow(2, x - landmark)));
        Volatile.Write(ref lists[item], list);
    }

    double HalfLivesAt(EventTime time) => time.Micros / _microsPerHalfLife;
}
