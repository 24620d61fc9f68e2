using System.Runtime.InteropServices;
using Attune.Learning.Neighbors;

namespace Attune.Learning.CoVisits;

/// <summary>Co-visits that are counted in and out, a user at a time: what was taken away is as if it had never been there.</summary>
/// <remarks>
/// <para><b>Exact.</b> Every pair weighs a whole number of units, a function of its user's events alone, so that adding and
/// removing the same events cancel to the bit, in whatever order others came between. To take one event out of a user's
/// history is to <see cref="Replace"/> the history by the one without it: its neighbours move closer together.</para>
/// <para><b>Cost.</b> O(events · window) for a history; about 40 bytes for each pair of items that has been met.</para>
/// <para><b>Concurrency.</b> One thread at a time.</para>
/// </remarks>
public sealed class CoVisitCounts
{
    readonly CoVisitSettings _settings;
    readonly PairWeights _weights;
    readonly Margins _margins;
    readonly Dictionary<long, PairCount> _pairs = [];
    readonly HashSet<long> _met = [];

    /// <summary>Counts nothing yet.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="settings">What makes a pair, and what it weighs; ages are counted from its <c>Now</c> throughout.</param>
    public CoVisitCounts(int items, CoVisitSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        settings.Validate();
        (Items, _settings, _weights, _margins) = (items, settings, new PairWeights(settings), new Margins(items));
    }

    /// <summary>How many items there are.</summary>
    public int Items { get; }

    /// <summary>How many directed pairs of items weigh anything.</summary>
    public int Pairs => _pairs.Count;

    /// <summary>Counts in all that is known of a user.</summary>
    /// <exception cref="ArgumentException">An item is out of range.</exception>
    public void Add(EventSequence events) => Count(events, 1);

    /// <summary>Counts out what was counted in: the same events as were given to <see cref="Add"/>.</summary>
    /// <exception cref="ArgumentException">An item is out of range.</exception>
    public void Remove(EventSequence events) => Count(events, -1);

    /// <summary>Puts one history of a user in the place of another: an event more, or one less.</summary>
    public void Replace(EventSequence before, EventSequence after)
    {
        Remove(before);
        Add(after);
    }

    /// <summary>c(first → then), 0 or more.</summary>
    public double WeightOf(int first, int then) => _pairs.GetValueOrDefault(Key(first, then)).Weight * PairWeights.Unit;

    /// <summary>How many users took up both within the window, in an order that counts.</summary>
    public int UsersOf(int first, int then) => _pairs.GetValueOrDefault(Key(first, then)).Users;

    /// <summary>The lists of the counts as they are: those of <see cref="CoVisitNeighbors.Train"/> on the same events, bit for bit.</summary>
    public NeighborLists ToLists()
    {
        var k = _settings.K;
        var scoring = new PairScores(_settings, _margins);
        var rows = new List<(int Other, PairCount Count)>?[Items];
        foreach (var (key, count) in _pairs)
        {
            (rows[(int)(key >> 32)] ??= []).Add(((int)key, count));
        }

        var (neighbors, scores) = (new int[checked(Items * k)], new float[Items * k]);
        var best = new BestNeighbors(k);
        for (var item = 0; item < Items; item++)
        {
            best.Clear();
            foreach (var (other, count) in rows[item] ?? [])
            {
                best.Offer(other, scoring.Of(item, other, count.Weight, count.Users));
            }

            CoVisitNeighbors.Write(best, neighbors.AsSpan(item * k, k), scores.AsSpan(item * k, k));
        }

        return new NeighborLists(Items, k, neighbors, scores);
    }

    void Count(EventSequence events, int sign)
    {
        foreach (var item in events.Items)
        {
            if ((uint)item >= (uint)Items)
            {
                throw new ArgumentException($"An event names item {item} of {Items}; it must be below.", nameof(events));
            }
        }

        _margins.Count(events, _weights, sign);
        _met.Clear();
        var factor = _weights.OfUser(events.Items.Length);
        for (var later = 1; later < events.Items.Length; later++)
        {
            var aged = factor * _weights.OfAge(events.Times[later]);
            var backward = _settings.Backward * factor * _weights.OfAge(events.Times[later]);
            for (var earlier = Math.Max(0, later - _settings.Window); earlier < later; earlier++)
            {
                var between = events.Times[later] - events.Times[earlier];
                var (a, b) = (events.Items[earlier], events.Items[later]);
                if (a != b && between <= _settings.WindowTime)
                {
                    var (steps, first, then) = (later - earlier, events.Kinds[earlier], events.Kinds[later]);
                    Pair(a, b, _weights.Of(steps, between, first, then, aged), sign);
                    Pair(b, a, _weights.Of(steps, between, first, then, backward), sign);
                }
            }
        }
    }

    void Pair(int item, int other, long weight, int sign)
    {
        if (weight == 0)
        {
            return;
        }

        var key = Key(item, other);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, key, out _);
        count.Weight += sign * weight;
        count.Users += _met.Add(key) ? sign : 0;
        if (count.Weight == 0)
        {
            _pairs.Remove(key);
        }
    }

    static long Key(int item, int other) => ((long)item << 32) | (uint)other;

    record struct PairCount(long Weight, int Users);
}
