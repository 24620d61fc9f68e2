namespace Attune.Live;

/// <summary>How often each item was shown, and how it did beside what its places would have brought any item.</summary>
/// <remarks>
/// <para><b>Quality</b> is clicks over expected clicks (Zhang, Jones, "Comparing Click Logs and Editorial Labels", 2007), both raised by
/// <see cref="Prior"/>: a Poisson number of clicks under a gamma prior of mean 1.</para>
/// <para><b>Recent.</b> Clicks and expectation are halved when the expectation exceeds <see cref="Most"/>, so that what an item was
/// like long ago is forgotten.</para>
/// <para><b>Concurrency.</b> One writer; readers take no lock and see each number before or after a change.</para>
/// <para><b>Cost.</b> 16 bytes an item.</para>
/// </remarks>
sealed class ItemExposure
{
    /// <summary>Clicks and expected clicks that every item begins with.</summary>
    public const float Prior = 2;

    const float Most = 100;

    volatile Counts _counts = new(0);

    /// <summary>When each item was first known.</summary>
    public ItemBirths Births { get; } = new();

    /// <summary>Impressions of explored places.</summary>
    public long Explored { get; internal set; }

    /// <summary>Explored places that were taken up.</summary>
    public long ExploredTaken { get; internal set; }

    /// <summary>Items there is room for.</summary>
    public int Size => _counts.Impressions.Length;

    /// <summary>How often an item was shown, as events told.</summary>
    public int ImpressionsOf(int item) => _counts is var counts && (uint)item < (uint)counts.Impressions.Length ? counts.Impressions[item] : 0;

    /// <summary>Clicks, and the clicks that its places would have brought; both 0 of an item that was never shown.</summary>
    public (float Clicks, float Expected) OutcomesOf(int item) =>
        _counts is var counts && (uint)item < (uint)counts.Clicks.Length ? (counts.Clicks[item], counts.Expected[item]) : (0, 0);

    /// <summary>The expected loss of showing the item unasked, summed, in clicks.</summary>
    public float CostOf(int item) => _counts is var counts && (uint)item < (uint)counts.Costs.Length ? counts.Costs[item] : 0;

    /// <summary>The mean of the quality's posterior; 1 of an item like any other.</summary>
    public float Quality(int item)
    {
        var (clicks, expected) = OutcomesOf(item);
        return (clicks + Prior) / (expected + Prior);
    }

    internal void Show(int item, float cost)
    {
        var counts = Room(item);
        counts.Impressions[item]++;
        counts.Costs[item] += cost;
    }

    internal void Learn(int item, float expected, bool taken)
    {
        var counts = Room(item);
        counts.Expected[item] += expected;
        counts.Clicks[item] += taken ? 1 : 0;
        if (counts.Expected[item] > Most)
        {
            counts.Expected[item] /= 2;
            counts.Clicks[item] /= 2;
        }
    }

    internal Counts Copy()
    {
        var copy = new Counts(_counts.Impressions.Length);
        _counts.CopyTo(copy);
        return copy;
    }

    internal void Restore(Counts counts) => _counts = counts;

    Counts Room(int item)
    {
        if (item >= _counts.Impressions.Length)
        {
            var grown = new Counts(Math.Max(item + 1, Math.Max(1_024, _counts.Impressions.Length * 2)));
            _counts.CopyTo(grown);
            _counts = grown;
        }

        return _counts;
    }

    /// <summary>By ordinal.</summary>
    internal sealed class Counts(int items)
    {
        public int[] Impressions { get; } = new int[items];

        public float[] Clicks { get; } = new float[items];

        public float[] Expected { get; } = new float[items];

        public float[] Costs { get; } = new float[items];

        public void CopyTo(Counts other)
        {
            Impressions.CopyTo(other.Impressions, 0);
            Clicks.CopyTo(other.Clicks, 0);
            Expected.CopyTo(other.Expected, 0);
            Costs.CopyTo(other.Costs, 0);
        }
    }
}
