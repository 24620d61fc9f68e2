using System.Numerics;

namespace Attune.Learning.Sessions;

/// <summary>The sessions that hold one item, the most recent ones: a ring whose length is a power of two.</summary>
/// <remarks>One writer. Whoever reads while it is written to may find the newest session in the place of the oldest.</remarks>
sealed class PostingRing(int length)
{
    readonly uint[] _sessions = new uint[length];
    uint _written;

    /// <summary>Sessions still held that have the item, those included that found no room here.</summary>
    internal int Held { get; set; }

    /// <summary>How many there are to read.</summary>
    internal int Count => (int)Math.Min(Volatile.Read(ref _written), (uint)_sessions.Length);

    /// <summary>The session added last but <paramref name="back"/>, below <see cref="Count"/>.</summary>
    internal uint this[int back] => _sessions[(int)(_written - 1 - (uint)back) & (_sessions.Length - 1)];

    /// <summary>Adds a session; returns the ring to read from now on, a longer one where that is allowed and needed.</summary>
    /// <param name="session">Its number.</param>
    /// <param name="most">The longest a ring needs to be.</param>
    /// <param name="oldestCounts">True where a session that would be dropped is still held.</param>
    internal PostingRing With(uint session, int most, Func<uint, bool> oldestCounts)
    {
        var ring = this;
        if (Count == _sessions.Length && _sessions.Length < most && oldestCounts(this[_sessions.Length - 1]))
        {
            ring = new PostingRing(Math.Min(_sessions.Length * 2, (int)BitOperations.RoundUpToPowerOf2((uint)most))) { Held = Held };
            for (var back = _sessions.Length - 1; back >= 0; back--)
            {
                ring.Put(this[back]);
            }
        }

        ring.Put(session);
        ring.Held++;
        return ring;
    }

    void Put(uint session)
    {
        _sessions[(int)_written & (_sessions.Length - 1)] = session;

        // Never back to 0 by overflow: a full ring stays full.
        Volatile.Write(ref _written, _written == uint.MaxValue ? _written - (uint)_sessions.Length + 1 : _written + 1);
    }
}
