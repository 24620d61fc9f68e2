namespace Attune.Events;

/// <summary>Knows the event ids the log took last, so that an event sent again is recognised.</summary>
/// <remarks>
/// <para><b>Window.</b> The last <see cref="Capacity"/> ids by the order of their acknowledgement; older ones are forgotten.
/// Ids given here are not entered: nobody can send them again.</para>
/// <para><b>Memory.</b> <see cref="Bytes"/>, taken at the start: 24.4 MB for 1 000 000 ids, and 100 bytes for each id in flight.</para>
/// <para><b>In flight.</b> An id that another request is appending shares that request's fate.</para>
/// </remarks>
/// <param name="capacity">How many ids are remembered, 1 to 100 000 000.</param>
public sealed class DuplicateWindow(int capacity = DuplicateWindow.DefaultCapacity)
{
    /// <summary>1 000 000 ids.</summary>
    public const int DefaultCapacity = 1_000_000;

    readonly Lock _gate = new();
    readonly RecentHashes _known = new(capacity);
    readonly Dictionary<UInt128, Reservation> _inFlight = [];

    /// <summary>How many ids are remembered at most.</summary>
    public int Capacity => capacity;

    /// <summary>How many ids are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>The memory it holds for what it remembers.</summary>
    public long Bytes => _known.Bytes;

    /// <summary>Fills a window from the log's tail: the last ids of each partition, by the time of their acceptance.</summary>
    /// <remarks>
    /// Cost: reads the last <paramref name="capacity"/> events of each partition. The log does not say which ids were given
    /// here, so these take places too: after a start the window may reach back less far than before.
    /// </remarks>
    public static async ValueTask<DuplicateWindow> RebuildAsync(IEventLog log, int capacity, CancellationToken cancellation)
    {
        var tail = new List<(EventTime AcceptedAt, UInt128 Hash)>();
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            var from = Math.Max(log.FirstOffset(partition), log.EndOffset(partition) - capacity);
            await foreach (var batch in log.ReadAsync(partition, from, follow: false, cancellation))
            {
                tail.AddRange(batch.Events.Where(happened => !happened.IsErased).Select(happened => (batch.AcceptedAt, EventIdHash.Of(happened.EventId))));
            }
        }

        var window = new DuplicateWindow(capacity);
        // One partition is in order as it is.
        IEnumerable<(EventTime AcceptedAt, UInt128 Hash)> byTime = log.Partitions == 1 ? tail : tail.OrderBy(entry => entry.AcceptedAt);
        foreach (var entry in byTime)
        {
            window._known.Add(entry.Hash);
        }

        return window;
    }

    /// <summary>Claims ids for one append, all at one instant.</summary>
    /// <remarks>Because of that a request waits only for requests that claimed before it, and never in a circle.</remarks>
    internal Reservation Reserve(IReadOnlyList<UInt128> hashes)
    {
        var reservation = new Reservation(this, hashes.Count);
        lock (_gate)
        {
            foreach (var hash in hashes)
            {
                if (_known.Contains(hash))
                {
                    reservation.Add(hash, Claim.Known, null);
                }
                else if (_inFlight.TryAdd(hash, reservation))
                {
                    reservation.Add(hash, Claim.Mine, null);
                }
                else
                {
                    var holder = _inFlight[hash];
                    reservation.Add(hash, Claim.InFlight, holder == reservation ? null : holder);
                }
            }
        }

        return reservation;
    }

    /// <summary>What a claim on an id came to.</summary>
    internal enum Claim
    {
        /// <summary>The id is new: this request appends it.</summary>
        Mine,

        /// <summary>The log has it.</summary>
        Known,

        /// <summary>A request, perhaps this one in an earlier row, is appending it.</summary>
        InFlight,
    }

    /// <summary>One request's claims; ended by <see cref="End"/> in any case.</summary>
    internal sealed class Reservation(DuplicateWindow window, int capacity)
    {
        readonly TaskCompletionSource<AppendOutcome> _fate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly List<(UInt128 Hash, Claim Claim)> _claims = new(capacity);
        readonly HashSet<Reservation> _waitsFor = [];

        /// <summary>A claim an id, in the order they were asked.</summary>
        internal IReadOnlyList<(UInt128 Hash, Claim Claim)> Claims => _claims;

        /// <summary>The requests whose fate some of these ids share.</summary>
        internal IReadOnlyCollection<Reservation> WaitsFor => _waitsFor;

        /// <summary>What became of this request's append.</summary>
        internal Task<AppendOutcome> Fate => _fate.Task;

        internal void Add(UInt128 hash, Claim claim, Reservation? holder)
        {
            _claims.Add((hash, claim));
            if (holder is not null)
            {
                _waitsFor.Add(holder);
            }
        }

        /// <summary>Remembers the ids where they were appended, frees them where not, and tells those who wait.</summary>
        internal void End(AppendOutcome outcome)
        {
            lock (window._gate)
            {
                foreach (var (hash, claim) in _claims)
                {
                    if (claim == Claim.Mine)
                    {
                        window._inFlight.Remove(hash);
                        if (outcome is AppendOutcome.Appended)
                        {
                            window._known.Add(hash);
                        }
                    }
                }
            }

            _fate.TrySetResult(outcome);
        }
    }
}
