namespace Attune.Learning.Sessions;

/// <summary>What a session model learns from: every prefix of every session, with the item that came next.</summary>
sealed class SessionExamples
{
    readonly Sequences _sequences;
    readonly int[] _session;
    readonly int[] _place;

    internal SessionExamples(Sequences sequences)
    {
        _sequences = sequences;
        var count = 0;
        for (var session = 0; session < sequences.Count; session++)
        {
            count += Math.Max(0, sequences.Of(session).Length - 1);
        }

        (_session, _place, count) = (new int[count], new int[count], 0);
        for (var session = 0; session < sequences.Count; session++)
        {
            for (var place = 1; place < sequences.Of(session).Length; place++)
            {
                (_session[count], _place[count++]) = (session, place);
            }
        }
    }

    internal int Count => _session.Length;

    /// <summary>The item to be found.</summary>
    internal int NextOf(int example) => _sequences.Of(_session[example])[_place[example]];

    /// <summary>Writes the last distinct items before it, each at its last place as a history has them, oldest first; as many as there is room for.</summary>
    internal int Prefix(int example, Span<int> items)
    {
        var session = _sequences.Of(_session[example])[.._place[example]];
        var count = 0;
        for (var place = session.Length - 1; place >= 0 && count < items.Length; place--)
        {
            if (!items[..count].Contains(session[place]))
            {
                items[count++] = session[place];
            }
        }

        items[..count].Reverse();
        return count;
    }

    /// <summary>All examples in an order of their own for an epoch.</summary>
    internal int[] Shuffled(SplitMix random)
    {
        var order = new int[Count];
        for (var n = 0; n < order.Length; n++)
        {
            var other = random.NextBelow(n + 1);
            (order[n], order[other]) = (order[other], n);
        }

        return order;
    }
}
