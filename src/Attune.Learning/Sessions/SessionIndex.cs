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
/// <para><b>Bounds.</b> Capacity · (length + 2) · 4 bytes for the slots, at once. A ring is at most twice as long as the most
/// sessions held that its item ever had at a time, and at most <see cref="SessionIndexSettings.SessionsPerItem"/> rounded up to
/// a power of two; once per turn of the slots, rings without a session that is still held are dropped.</para>
/// <para><b>Concurrency.</b> One writer, any number of readers. A reader sees a session as it was at some moment, or not at all
/// where it is being replaced.</para>
/// <para><b>Cost.</b> An append is O(length): the session is looked through for the item.</para>
/// </remarks>
public sealed class SessionIndex
{
    /// <summary>The session that is none: appending to it begins one.</summary>
    public const long NoSession = 0;

    internal const int HeadLength = 2;

    const int FirstRing = 4;

    readonly int[] _slots;
    readonly int _stride;
    readonly Func<uint, bool> _held;
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
        _slots = new int[settings.Capacity * _stride];
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

        var slot = SlotOf(session);
        var count = _slots[slot + 1];
        var known = _slots.AsSpan(slot + HeadLength, count).Contains(item);
        _slots[slot + HeadLength + count] = item;
        Volatile.Write(ref _slots[slot + 1], count + 1);
        if (!known)
        {
            Post(item, (uint)session);
        }

        return session;
    }

    /// <summary>The rarity of an item, ln(1 + sessions / sessions with it), of all sessions ever appended; 0 where it was in none.</summary>
    public float RarityOf(int item) => RingOf(item) is { Total: > 0 and var total } ? MathF.Log(1 + (Newest / (float)total)) : 0;

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

        var slot = SlotOf(session);
        if (Volatile.Read(ref _slots[slot]) != (int)session)
        {
            return 0;
        }

        var count = Volatile.Read(ref _slots[slot + 1]);
        _slots.AsSpan(slot + HeadLength, count).CopyTo(items);
        Volatile.ReadBarrier();
        return Volatile.Read(ref _slots[slot]) == (int)session ? count : 0;
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
        if (session % Settings.Capacity == 0)
        {
            DropRings();
        }

        // Readers of the session that lay here see that it is gone before anything of it changes.
        Volatile.Write(ref _slots[slot], 0);
        Volatile.WriteBarrier();
        _slots[slot + 1] = 0;
        Volatile.Write(ref _slots[slot], (int)session);
        Volatile.Write(ref _newest, session);
        return session;
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

    void DropRings()
    {
        var rings = _rings;
        for (var item = 0; item < rings.Length; item++)
        {
            if (rings[item] is { } ring && !_held(ring[0]))
            {
                Volatile.Write(ref rings[item], null);
            }
        }
    }

    int SlotOf(long session) => (int)(session % Settings.Capacity) * _stride;
}
