namespace Attune.Learning.Splits;

/// <summary>Session-based evaluation: every prefix of a later session predicts its next item.</summary>
/// <remarks>
/// <code>
///   train sessions ───────────────────────┤ later sessions      questions of a session a b c d:
///                                         │  a b c d              a → b,   a b → c,   a b c → d
/// </code>
/// <para>All items are candidates, those of the session too. The prefixes of a session form a group: they are resampled
/// together. <b>Source.</b> Hidasi et al., ICLR 2016; with every prefix as a question, as in SR-GNN (Wu et al., AAAI 2019).</para>
/// </remarks>
public static class SessionPrefixes
{
    /// <summary>Trains on one set of sessions and asks every prefix of another; sessions of one item ask nothing.</summary>
    public static DataSplit From(SessionSet train, SessionSet test)
    {
        var rows = new Histories.HistoryRows(test.Clicks, test.Clicks);
        var (row, item, group) = (new List<int>(), new List<int>(), new List<int>());
        for (var session = 0; session < test.Count; session++)
        {
            for (var length = 1; length < test.ItemsOf(session).Length; length++)
            {
                AddPrefix(rows, test.ItemsOf(session)[..length], test.TimesOf(session)[..length]);
                row.Add(row.Count);
                item.Add(test.ItemsOf(session)[length]);
                group.Add(session);
            }
        }

        return new DataSplit(train.ToInteractions(), rows.Build(), HeldOut.From([.. row], [.. item], place => group[place]));
    }

    /// <summary>Asks given prefixes, each with its next item: in each session of <paramref name="prefixes"/> the last item is to be found.</summary>
    /// <param name="train">What trains.</param>
    /// <param name="prefixes">Each of two items or more.</param>
    /// <param name="groupOf">By prefix: the session it is of, not falling.</param>
    public static DataSplit FromGiven(SessionSet train, SessionSet prefixes, IReadOnlyList<int> groupOf)
    {
        var rows = new Histories.HistoryRows(prefixes.Count, prefixes.Clicks);
        var (row, item) = (new int[prefixes.Count], new int[prefixes.Count]);
        for (var prefix = 0; prefix < prefixes.Count; prefix++)
        {
            AddPrefix(rows, prefixes.ItemsOf(prefix)[..^1], prefixes.TimesOf(prefix)[..^1]);
            (row[prefix], item[prefix]) = (prefix, prefixes.ItemsOf(prefix)[^1]);
        }

        return new DataSplit(train.ToInteractions(), rows.Build(), HeldOut.From(row, item, prefix => groupOf[prefix]));
    }

    /// <summary>Holds out the last share of the sessions, to choose settings by.</summary>
    /// <param name="train">In order of time.</param>
    /// <param name="share">Above 0 and below 1.</param>
    public static DataSplit Validation(SessionSet train, double share)
    {
        if (!(share > 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share held out must be above 0 and below 1.");
        }

        var cut = (int)Math.Round(train.Count * (1 - share));
        return From(train.Slice(0, cut), train.Slice(cut, train.Count));
    }

    static void AddPrefix(Histories.HistoryRows rows, ReadOnlySpan<int> items, ReadOnlySpan<long> times)
    {
        for (var place = 0; place < items.Length; place++)
        {
            rows.Add(items[place], 1, times[place]);
        }

        rows.EndRow();
    }
}
