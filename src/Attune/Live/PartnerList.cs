namespace Attune.Live;

/// <summary>The items most taken up with one item: at most so many, weights decaying forward from a landmark.</summary>
/// <remarks>
/// Space-saving (Metwally, Agrawal, El Abbadi, "Efficient Computation of Frequent and Top-k Elements in Data Streams", ICDT
/// 2005): a partner that finds no room takes the place of the lightest and inherits its weight, so no frequent partner is
/// missed and a weight is too high by at most the lightest's. Exact while there is room.
/// </remarks>
sealed class PartnerList
{
    int _count;

    public required int[] Items { get; init; }

    public required float[] Weights { get; init; }

    public required long Landmark { get; init; }

    /// <summary>The snapshot this list was made after; an older one is shared with a snapshot and must not be changed.</summary>
    public required int Epoch { get; init; }

    /// <summary>Entries in use. Written last, so a reader never sees an entry that was not there.</summary>
    public int Count
    {
        get => Volatile.Read(ref _count);
        init => _count = value;
    }

    public static PartnerList Empty(long landmark, int epoch) =>
        new() { Items = new int[4], Weights = new float[4], Landmark = landmark, Epoch = epoch };

    /// <summary>The same entries, unshared, on another landmark and with room for one more up to a bound.</summary>
    public PartnerList Copy(long landmark, int epoch, int most)
    {
        var count = Count;
        var room = count < Items.Length ? Items.Length : Math.Min(Math.Max(most, count), count * 2);
        var copy = new PartnerList
        {
            Items = new int[room],
            Weights = new float[room],
            Landmark = landmark,
            Epoch = epoch,
            Count = count,
        };
        var by = (int)Math.Clamp(Landmark - landmark, -1_000, 1_000);
        for (var i = 0; i < count; i++)
        {
            (copy.Items[i], copy.Weights[i]) = (Items[i], MathF.ScaleB(Weights[i], by));
        }

        return copy;
    }

    public void Add(int partner, float weight)
    {
        var at = Items.AsSpan(0, Count).IndexOf(partner);
        if (at >= 0)
        {
            Weights[at] += weight;
        }
        else if (Count < Items.Length)
        {
            (Items[Count], Weights[Count]) = (partner, weight);
            Volatile.Write(ref _count, _count + 1);
        }
        else
        {
            var lightest = 0;
            for (var i = 1; i < Weights.Length; i++)
            {
                lightest = Weights[i] < Weights[lightest] ? i : lightest;
            }

            Items[lightest] = partner;
            Weights[lightest] += weight;
        }
    }
}
