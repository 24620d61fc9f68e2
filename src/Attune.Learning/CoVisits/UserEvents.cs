using Attune.Learning.Matrices;
using Attune.Learning.Splits;

namespace Attune.Learning.CoVisits;

/// <summary>Events user by user, each user's in order of time: what co-visits are counted from.</summary>
/// <remarks>
/// <b>Layout.</b> Columns of items, kinds and times; user u's events are the places <c>starts[u] .. starts[u + 1] − 1</c>.
/// Immutable.
/// </remarks>
public sealed class UserEvents
{
    readonly int[] _starts;
    readonly int[] _items;
    readonly byte[] _kinds;
    readonly long[] _times;

    UserEvents(int items, int[] starts, int[] itemColumn, byte[] kinds, long[] times) =>
        (Items, _starts, _items, _kinds, _times) = (items, starts, itemColumn, kinds, times);

    /// <summary>How many users there are, those without an event included.</summary>
    public int Users => _starts.Length - 1;

    /// <summary>How many items there are.</summary>
    public int Items { get; }

    /// <summary>How many events there are.</summary>
    public int Count => _items.Length;

    internal ReadOnlySpan<int> Starts => _starts;

    internal ReadOnlySpan<int> ItemColumn => _items;

    internal ReadOnlySpan<byte> KindColumn => _kinds;

    internal ReadOnlySpan<long> TimeColumn => _times;

    /// <summary>A user's events.</summary>
    public EventSequence Of(int user)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)user, (uint)Users, nameof(user));
        var (start, length) = (_starts[user], _starts[user + 1] - _starts[user]);
        return new EventSequence(_items.AsSpan(start, length), _kinds.AsSpan(start, length), _times.AsSpan(start, length));
    }

    /// <summary>Groups columns by user; events of a user stay in the order given.</summary>
    /// <param name="users">How many users there are; every user index is below.</param>
    /// <param name="items">How many items there are; every item index is below.</param>
    /// <param name="user">By event: the user.</param>
    /// <param name="item">By event: the item.</param>
    /// <param name="time">By event: an instant or a position, not falling within a user.</param>
    /// <param name="kind">By event: its kind, a small number; empty where there is one kind only, which is then 0.</param>
    /// <exception cref="ArgumentException">Lengths differ, an index is out of range or a user's time falls.</exception>
    public static UserEvents From(
        int users, int items, ReadOnlySpan<int> user, ReadOnlySpan<int> item, ReadOnlySpan<long> time, ReadOnlySpan<byte> kind = default)
    {
        if (item.Length != user.Length || time.Length != user.Length || (kind.Length != user.Length && !kind.IsEmpty))
        {
            throw new ArgumentException(
                $"The columns must be of one length: user {user.Length}, item {item.Length}, time {time.Length}, kind {kind.Length}.",
                nameof(user));
        }

        var starts = new int[users + 1];
        for (var n = 0; n < user.Length; n++)
        {
            if ((uint)user[n] >= (uint)users || (uint)item[n] >= (uint)items)
            {
                throw new ArgumentException(
                    $"Event {n} names user {user[n]} of {users} and item {item[n]} of {items}; both must be below.", nameof(user));
            }

            starts[user[n] + 1]++;
        }

        for (var u = 0; u < users; u++)
        {
            starts[u + 1] += starts[u];
        }

        var (itemColumn, kinds, times) = (new int[user.Length], new byte[user.Length], new long[user.Length]);
        var order = CountingSort.Order(user, users);
        for (var place = 0; place < order.Length; place++)
        {
            var n = order[place];
            (itemColumn[place], times[place], kinds[place]) = (item[n], time[n], kind.IsEmpty ? (byte)0 : kind[n]);
            if (place > starts[user[n]] && times[place] < times[place - 1])
            {
                throw new ArgumentException($"Event {n} of user {user[n]} is at {time[n]}, before the user's one ahead of it.", nameof(time));
            }
        }

        return new UserEvents(items, starts, itemColumn, kinds, times);
    }

    /// <summary>The interactions that say something for their item; their types are the kinds.</summary>
    public static UserEvents From(Interactions interactions)
    {
        var strength = interactions.Strength.Span;
        var keep = new bool[strength.Length];
        for (var n = 0; n < keep.Length; n++)
        {
            keep[n] = strength[n] > 0;
        }

        var kept = Array.TrueForAll(keep, kept => kept) ? interactions : interactions.Where(keep);
        return From(kept.Users, kept.Items, kept.User.Span, kept.Item.Span, kept.Time.Span, kept.Type.Span);
    }
}
