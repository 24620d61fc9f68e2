using Attune.Events;
using Attune.Learning.Online;
using Attune.Learning.Sessions;

namespace Attune.Live;

/// <summary>What the stream has taught since the generation in service was trained: trending counts, co-visits, sessions, outcomes.</summary>
/// <remarks>
/// <para><b>Exactly once.</b> It knows the offset up to which each partition is counted in it, and passes over what lies
/// before: a redelivered event counts once.</para>
/// <para><b>Concurrency.</b> Consumers of several partitions take turns by a lock, held for one batch; readers take none.</para>
/// </remarks>
public sealed class Overlay
{
    readonly Lock _writing = new();
    readonly LiveSettings _settings;
    readonly Visits[] _visits;
    readonly long[] _applied;
    long _latest;

    internal Overlay(LiveSettings settings, int partitions)
    {
        _settings = settings;
        Trending = new TrendingCounts(settings.TrendingHalfLives);
        CoVisits = new CoVisitsByKind(settings.CoVisits);
        Sessions = new SessionIndex(settings.Sessions);
        Outcomes = new Outcomes(settings.Outcomes);
        _visits = [.. Enumerable.Range(0, partitions).Select(_ => new Visits(settings.CoVisits))];
        _applied = new long[partitions];
    }

    /// <summary>How much each item is taken up just now.</summary>
    public TrendingCounts Trending { get; }

    /// <summary>Which items are taken up together, which bought together, and which bought after which.</summary>
    public CoVisitsByKind CoVisits { get; }

    /// <summary>Which items are taken up together.</summary>
    public CoVisits Together => CoVisits.Together;

    /// <summary>The visits there were of late, and those under way, each as a session.</summary>
    public SessionIndex Sessions { get; }

    /// <summary>What became of what was shown, and what the ranker learned from it.</summary>
    internal Outcomes Outcomes { get; }

    /// <summary>The latest event time counted; the time of the stream, which a replay moves as it goes.</summary>
    public EventTime Latest => new(Volatile.Read(ref _latest));

    /// <summary>The removals of users that the counts are without, as <c>ErasureBook.RemovalsAsync</c> numbers them.</summary>
    internal int Removals { get; set; }

    /// <summary>The offset after the last event counted, of a partition.</summary>
    internal long AppliedIn(int partition)
    {
        lock (_writing)
        {
            return _applied[partition];
        }
    }

    /// <summary>Counts a batch.</summary>
    /// <param name="batch">Events of one partition.</param>
    /// <param name="items">By event: the ordinal of the item named; negative where the event is to be passed over.</param>
    internal void Apply(EventBatch batch, ReadOnlySpan<int> items)
    {
        lock (_writing)
        {
            var visits = _visits[batch.Partition];
            var skip = (int)Math.Clamp(_applied[batch.Partition] - batch.BaseOffset, 0, items.Length);
            for (var i = skip; i < items.Length; i++)
            {
                if (items[i] >= 0)
                {
                    Count(batch.Events[i], items[i], batch.AcceptedAt, visits);
                    Outcomes.Take(batch.Events[i], items[i], batch.AcceptedAt);
                }
            }

            Trending.Publish();
            Outcomes.Close(batch.AcceptedAt);
            _applied[batch.Partition] = Math.Max(_applied[batch.Partition], batch.NextOffset);
        }
    }

    /// <summary>As <see cref="Outcomes.Share"/>, between two batches.</summary>
    internal AdaptiveLogisticState ShareRanker(AdaptiveLogisticState others, bool anew)
    {
        lock (_writing)
        {
            return Outcomes.Share(others, anew);
        }
    }

    /// <summary>What a checkpoint writes: the state at one place of the log, taken in the time of a copy.</summary>
    internal OverlaySnapshot Snapshot()
    {
        lock (_writing)
        {
            return new OverlaySnapshot(
                [.. _applied],
                _latest,
                Trending.Copy(),
                CoVisits.Share(),
                Sessions.Copy(),
                [.. _visits.Select(VisitsCodec.Encode)],
                Outcomes.Copy())
            {
                Removals = Removals,
            };
        }
    }

    internal void Restore(OverlaySnapshot snapshot)
    {
        if (snapshot.Applied.Length != _applied.Length)
        {
            throw new InvalidDataException(
                $"The overlay was kept for {snapshot.Applied.Length} partitions; the log has {_applied.Length}.");
        }

        lock (_writing)
        {
            // All that can fail comes before anything is taken up: half an overlay would count twice.
            Visits[] visits = [.. snapshot.Visits.Select(bytes => VisitsCodec.Decode(bytes, _settings.CoVisits))];
            Trending.Restore(snapshot.Trending);
            CoVisits.Restore(snapshot.CoVisits);
            Sessions.Restore(snapshot.Sessions);
            Outcomes.Restore(snapshot.Outcomes);
            visits.CopyTo(_visits, 0);
            snapshot.Applied.CopyTo(_applied, 0);
            _latest = snapshot.Latest;
            Removals = snapshot.Removals;
        }
    }

    void Count(UserEvent happened, int item, EventTime acceptedAt, Visits visits)
    {
        var strength = _settings.Weights.Strength(happened.Type, happened.Value);
        if (strength > 0)
        {
            // A sender's clock that runs ahead would otherwise outweigh everybody until the others catch up with it.
            var time = new EventTime(Math.Min(happened.Time.Micros, acceptedAt.Micros));
            Trending.Add(item, time, strength);
            var visit = visits.Of(happened.ProfileKey.Value);
            visit.Follow(item, time.Micros, _settings.CoVisits, Sessions);
            var bought = happened.Type.Code == EventType.Purchase.Code;
            visit.Take(new VisitItem(item, time.Micros, strength, bought), _settings.CoVisits, CoVisits);
            Volatile.Write(ref _latest, Math.Max(_latest, time.Micros));
        }
    }
}
