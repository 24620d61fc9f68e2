namespace Attune.Learning.Splits;

/// <summary>Sessions in order of their beginning, each an ordered row of items; an item may come several times.</summary>
public sealed class SessionSet
{
    readonly int[] _starts;
    readonly int[] _items;
    readonly long[] _times;

    /// <summary>Takes the columns as they are.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="starts">By session: its first place; one more entry for the end.</param>
    /// <param name="item">By place: the item.</param>
    /// <param name="time">By place: microseconds, or the place itself where there are no times.</param>
    public SessionSet(int items, int[] starts, int[] item, long[] time)
    {
        if (starts.Length == 0 || starts[^1] != item.Length || item.Length != time.Length)
        {
            throw new ArgumentException(
                $"The starts end at {(starts.Length == 0 ? -1 : starts[^1])}; there are {item.Length} items and {time.Length} times.",
                nameof(starts));
        }

        (Items, _starts, _items, _times) = (items, starts, item, time);
    }

    /// <summary>How many items there are.</summary>
    public int Items { get; }

    /// <summary>How many sessions there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>How many clicks there are in all.</summary>
    public int Clicks => _items.Length;

    /// <summary>The items of a session, in order.</summary>
    public ReadOnlySpan<int> ItemsOf(int session) => _items.AsSpan(_starts[session]..(_starts[session + 1]));

    /// <summary>Times of <see cref="ItemsOf"/>.</summary>
    public ReadOnlySpan<long> TimesOf(int session) => _times.AsSpan(_starts[session]..(_starts[session + 1]));

    /// <summary>The sessions from one up to another (not included).</summary>
    public SessionSet Slice(int from, int to)
    {
        var (first, last) = (_starts[from], _starts[to]);
        return new SessionSet(
            Items, Array.ConvertAll(_starts[from..(to + 1)], start => start - first), _items[first..last], _times[first..last]);
    }

    /// <summary>The same as interactions: a session is a user, each click has strength 1.</summary>
    public Interactions ToInteractions()
    {
        var user = new int[_items.Length];
        for (var session = 0; session < Count; session++)
        {
            user.AsSpan(_starts[session]..(_starts[session + 1])).Fill(session);
        }

        var strength = new float[_items.Length];
        Array.Fill(strength, 1);
        return Interactions.Sorted(Count, Items, user, _items, _times, strength);
    }
}
