namespace Attune.Learning.Splits;

/// <summary>Cuts at an instant: the past trains, the future is to be found.</summary>
/// <remarks>
/// <code>
///                     train | held out
///   user A  ──●──●────●─────┼──○──────○──    asked with 3 items, 2 to find
///   user B  ─────●──────────┼────────────    nothing to find: not asked
///   user C  ────────────────┼─────○───○──    nothing known before: not asked
///   user D  ───●────●───────┼──●──○──────    an item known before is not to be found again; 1 to find
///                           cut
/// </code>
/// <para>No model sees anything after the cut, of anybody: what trains is what a system had at that instant (the split of
/// Campos et al., "Time-aware recommender systems", UMUAI 2014; "Timed" in recpack's words). Items first met after the cut stay
/// among those to be found, although a model trained before cannot know them.</para>
/// <para>Interactions of strength 0 train nothing and are not to be found, but their items count as known.</para>
/// </remarks>
public static class TemporalSplit
{
    /// <summary>Cuts at an instant: interactions before it train, those at it or after are held out.</summary>
    /// <param name="all">The whole data set.</param>
    /// <param name="instant">In the data set's own time.</param>
    /// <param name="repeats">True where an item known before is to be found when taken up again (repeat purchases).</param>
    public static DataSplit At(Interactions all, long instant, bool repeats = false)
    {
        var cut = FirstAtOrAfter(all.Time.Span, instant);
        var train = all.Slice(0, cut);
        var known = Histories.From(train);
        var later = all.Slice(cut, all.Count);
        var (rows, items) = (new List<int>(), new List<int>());
        var seen = repeats ? [] : SeenPairs(known);
        for (var n = 0; n < later.Count; n++)
        {
            var (user, item) = (later.User.Span[n], later.Item.Span[n]);
            if (later.Strength.Span[n] > 0 && !known.Of(user).Items.IsEmpty && !seen.Contains(((long)user << 32) | (uint)item))
            {
                rows.Add(user);
                items.Add(item);
            }
        }

        return new DataSplit(train, known, HeldOut.From([.. rows], [.. items]));
    }

    /// <summary>Cuts so that about the last <paramref name="share"/> of the interactions is held out; equal times stay together.</summary>
    /// <param name="all">The whole data set, not empty.</param>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="repeats">As in <see cref="At"/>.</param>
    public static DataSplit LastShareOfEvents(Interactions all, double share, bool repeats = false) =>
        At(all, InstantByEvents(all, share), repeats);

    /// <summary>Cuts the span of time from the first interaction to the last, and holds out the last <paramref name="share"/> of it.</summary>
    /// <param name="all">The whole data set, not empty.</param>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="repeats">As in <see cref="At"/>.</param>
    public static DataSplit LastShareOfTime(Interactions all, double share, bool repeats = false)
    {
        Check(all, share);
        var (first, last) = (all.Time.Span[0], all.Time.Span[^1]);
        return At(all, last - (long)((last - first) * share), repeats);
    }

    /// <summary>The instant from which about the last <paramref name="share"/> of the interactions lie.</summary>
    public static long InstantByEvents(Interactions all, double share)
    {
        Check(all, share);
        return all.Time.Span[Math.Clamp((int)Math.Round(all.Count * (1 - share)), 0, all.Count - 1)];
    }

    static void Check(Interactions all, double share)
    {
        if (all.Count == 0)
        {
            throw new ArgumentException("A data set without interactions cannot be cut.", nameof(all));
        }

        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share held out must be above 0 and below 1.");
        }
    }

    static int FirstAtOrAfter(ReadOnlySpan<long> times, long instant)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = times[middle] < instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    static HashSet<long> SeenPairs(Histories known)
    {
        var pairs = new HashSet<long>();
        for (var row = 0; row < known.Rows; row++)
        {
            foreach (var item in known.SeenOf(row))
            {
                pairs.Add(((long)row << 32) | (uint)item);
            }
        }

        return pairs;
    }
}
