using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>Sessions as they are happening, found by the items they hold: appended an event at a time, bounded, read without a lock.</summary>
/// <remarks>
/// <para><b>Source.</b> The index of VMIS-kNN (Kersbergen, Sprangers, Schelter, "Serenade", SIGMOD 2022), which is built
/// ahead; here it grows while it is asked.</para>
/// <para><b>Layout.</b> Sessions are numbered from 1 in the order they begin. Session n lies in slot n mod capacity: its number,
/// its length, its items. By item there is a ring of the sessions that hold it, most recent last.
/// <code>
///   slot     [ n | 3 | a b c . . . ]        ring of b    [ … n−7 n−2 n ]
/// </code></para>
/// <para><b>Bounds.</b> Capacity · (length + 2) · 4 bytes for the slots, taken as sessions come. A ring is at most twice as long as
/// the most sessions that held its item at a time, and at most <see cref="SessionIndexSettings.SessionsPerItem"/> rounded up to a
/// power of two; it goes with the last session that holds its item.</para>
/// <para><b>Concurrency.</b> One writer, any number of readers. A reader sees a session as it was at some moment, or not at all
/// where it is being replaced.</para>
/// <para><b>Cost.</b> An append is O(length): the session is looked through for the item. Beginning one is O(length²) where
/// another falls out, and now and then a copy of all slots while they grow.</para>
/// </remarks>
public sealed class SessionIndex
{
    /// <summary>The session that is none: appending to it begins one.</summary>
    public const long NoSession = 0;

    internal const int HeadLength = 2;

    const int FirstRing = 4;

    const int FirstSlots = 1024;

    readonly int _stride;
    readonly Func<uint, bool> _held;
    volatile int[] _slots;
    volatile PostingRing?[] _rings = [];
    long _newest;

    /// <summary>An empty index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public SessionIndex(SessionIndexSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Settings = settings;
        _stride = settings.Length + HeadLength;
        _slots = new int[Math.Min(settings.Capacity, FirstSlots) * _stride];
        _held = session => (uint)_newest - session < (uint)settings.Capacity;
    }

    /// <summary>How much it holds.</summary>
    public SessionIndexSettings Settings { get; }

    /// <summary>The number of the session begun last; 0 where none was.</summary>
    public long Newest => Volatile.Read(ref _newest);

    /// <summary>Builds an index of a data set's users, each a session; it holds all of them.</summary>
    /// <param name="train">In order of time.</param>
    /// <param name="length">As <see cref="SessionIndexSettings.Length"/>.</param>
    /// <param name="sessionsPerItem">As <see cref="SessionIndexSettings.SessionsPerItem"/>.</param>
    public static SessionIndex From(Interactions train, int length, int sessionsPerItem)
    {
        ArgumentNullException.ThrowIfNull(train);
        var counts = new int[train.Users];
        foreach (var user in train.User.Span)
        {
            counts[user]++;
        }

        var capacity = counts.Sum(count => (count + length - 1) / length);
        var index = new SessionIndex(
            new SessionIndexSettings { Capacity = Math.Max(1, capacity), Length = length, SessionsPerItem = sessionsPerItem });
        var sessions = new long[train.Users];
        for (var n = 0; n < train.Count; n++)
        {
            ref var session = ref sessions[train.User.Span[n]];
            session = index.Append(session, train.Item.Span[n]);
        }

        return index;
    }

    /// <summary>Appends an item to a session.</summary>
    /// <param name="session">As returned before; <see cref="NoSession"/> to begin one.</param>
    /// <param name="item">0 or more.</param>
    /// <returns>The session's number from now on: another where the one given is full or has fallen out.</returns>
    public long Append(long session, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        if (session <= 0 || session > _newest || _newest - session >= Settings.Capacity || _slots[SlotOf(session) + 1] == Settings.Length)
        {
            session = Begin();
        }

        var (slots, slot) = (_slots, SlotOf(session));
        var count = slots[slot + 1];
        var known = slots.AsSpan(slot + HeadLength, count).Contains(item);
        slots[slot + HeadLength + count] = item;
        Volatile.Write(ref slots[slot + 1], count + 1);
        if (!known)
        {
            Post(item, (uint)session);
        }

        return session;
    }

    /// <summary>The rarity of an item, ln(1 + sessions / sessions with it), of those held; 0 where it is in none.</summary>
    public float RarityOf(int item) =>
        RingOf(item) is { Held: > 0 and var held } ? MathF.Log(1 + (Math.Min(Newest, Settings.Capacity) / (float)held)) : 0;

    /// <summary>Reads the items of a session in order.</summary>
    /// <param name="session">Its number.</param>
    /// <param name="items">Room for <see cref="SessionIndexSettings.Length"/>.</param>
    /// <returns>How many there are; 0 where the session is not held.</returns>
    public int Read(long session, Span<int> items)
    {
        if (session <= 0)
        {
            return 0;
        }

        var (slots, slot) = (_slots, SlotOf(session));
        if (slot >= slots.Length || Volatile.Read(ref slots[slot]) != (int)session)
        {
            return 0;
        }

        var count = Volatile.Read(ref slots[slot + 1]);
        slots.AsSpan(slot + HeadLength, count).CopyTo(items);
        Volatile.ReadBarrier();
        return Volatile.Read(ref slots[slot]) == (int)session ? count : 0;
    }

    /// <summary>All sessions held, for keeping elsewhere; only where nothing is appended meanwhile.</summary>
    public SessionsHeld Copy()
    {
        var first = Math.Max(1, _newest - Settings.Capacity + 1);
        var (counts, items, room) = (new int[_newest - first + 1], new List<int>(), new int[Settings.Length]);
        for (var session = first; session <= _newest; session++)
        {
            counts[session - first] = Read(session, room);
            items.AddRange(room.AsSpan(0, counts[session - first]));
        }

        return new SessionsHeld(_newest, counts, [.. items]);
    }

    /// <summary>Takes up sessions kept elsewhere, under the numbers they had; what it held is gone.</summary>
    /// <remarks>Of sessions that do not fit, the newest are taken up, and of each the last items.</remarks>
    /// <exception cref="ArgumentException">Counts, numbers and items do not agree.</exception>
    public void Restore(SessionsHeld held)
    {
        ArgumentNullException.ThrowIfNull(held);
        held.Check();
        (_slots, _rings) = (new int[Math.Min(Settings.Capacity, FirstSlots) * _stride], []);
        var (session, place) = (held.Newest - held.Counts.Count, 0);
        foreach (var count in held.Counts)
        {
            _newest = session++;
            Begin();
            for (var n = Math.Max(0, count - Settings.Length); n < count; n++)
            {
                Append(session, held.Items[place + n]);
            }

            place += count;
        }

        _newest = held.Newest;
    }

    internal PostingRing? RingOf(int item)
    {
        var rings = _rings;
        return (uint)item < (uint)rings.Length ? Volatile.Read(ref rings[item]) : null;
    }

    long Begin()
    {
        var session = _newest + 1;
        var slot = SlotOf(session);
        while (slot >= _slots.Length)
        {
            Grow();
        }

        var slots = _slots;
        Forget(slots.AsSpan(slot + HeadLength, slots[slot + 1]));

        // Readers of the session that lay here see that it is gone before anything of it changes.
        Volatile.Write(ref slots[slot], 0);
        Volatile.WriteBarrier();
        slots[slot + 1] = 0;
        Volatile.Write(ref slots[slot], (int)session);
        Volatile.Write(ref _newest, session);
        return session;
    }

    void Grow()
    {
        var slots = new int[Math.Min((long)Settings.Capacity * _stride, _slots.Length * 2L)];
        _slots.CopyTo(slots, 0);
        _slots = slots;
    }

    void Forget(ReadOnlySpan<int> items)
    {
        for (var place = 0; place < items.Length; place++)
        {
            if (!items[..place].Contains(items[place]) && --_rings[items[place]]!.Held == 0)
            {
                Volatile.Write(ref _rings[items[place]], null);
            }
        }
    }

    void Post(int item, uint session)
    {
        var rings = _rings;
        if (item >= rings.Length)
        {
            Array.Resize(ref rings, Math.Max(item + 1, Math.Max(1024, rings.Length * 2)));
            _rings = rings;
        }

        var ring = rings[item] ?? new PostingRing(FirstRing);
        Volatile.Write(ref rings[item], ring.With(session, Settings.SessionsPerItem, _held));
    }

    int SlotOf(long session) => (int)(session % Settings.Capacity) * _stride;
}
