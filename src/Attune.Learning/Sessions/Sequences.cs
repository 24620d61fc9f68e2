using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>The sessions of a data set one after the other, each an ordered row of items, in the order in which they begin.</summary>
sealed class Sequences
{
    readonly int[] _starts;

    Sequences(int[] starts, int[] items) => (_starts, Items) = (starts, items);

    /// <summary>How many sessions there are; users without an interaction are none.</summary>
    internal int Count => _starts.Length - 1;

    /// <summary>The items of all sessions.</summary>
    internal int[] Items { get; }

    internal ReadOnlySpan<int> Of(int session) => Items.AsSpan(_starts[session], _starts[session + 1] - _starts[session]);

    internal int StartOf(int session) => _starts[session];

    internal static Sequences From(Interactions train)
    {
        var (session, lengths) = (new int[train.Users], new List<int>());
        Array.Fill(session, -1);
        foreach (var user in train.User.Span)
        {
            if (session[user] < 0)
            {
                session[user] = lengths.Count;
                lengths.Add(0);
            }

            lengths[session[user]]++;
        }

        var starts = new int[lengths.Count + 1];
        for (var n = 0; n < lengths.Count; n++)
        {
            starts[n + 1] = starts[n] + lengths[n];
        }

        var (next, items) = (starts[..^1], new int[train.Count]);
        for (var n = 0; n < train.Count; n++)
        {
            items[next[session[train.User.Span[n]]]++] = train.Item.Span[n];
        }

        return new Sequences(starts, items);
    }
}
