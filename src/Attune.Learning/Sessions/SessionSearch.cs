using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Learning.Sessions;

/// <summary>Asks a <see cref="SessionIndex"/> what comes next in a session: the items of the sessions most like it.</summary>
/// <remarks>
/// <para><b>Computes.</b> With s the session under way, its last item at place 0 counted from the end, r(i) the rarity of an item:
/// <code>
///   candidates     the sessions among the m most recent of some item of s
///   likeness(n)    Σ over shared items at place p of  position^p · r(i)^a · 2^(−age(n) / half-life)      k best are neighbours
///   score(j)       r(j)^b · Σ over neighbours n that hold j of  likeness(n) · |n|^(−c) · nearness^(d−1) [· backward]
/// </code>
/// where d ≥ 1 is how far j lies in n from the latest item of s that n holds, at its last place there; the factor backward
/// where j lies before it; that place itself counts nothing, but where the item is in n a second time it may come again. Age is
/// counted in sessions.</para>
/// <para><b>Sources.</b> VMIS-kNN (Kersbergen et al., "Serenade", SIGMOD 2022) for the search; the three decays are STAN's (Garg et al.,
/// "Sequence and Time Aware Neighborhood for Session-based Recommendations", SIGIR 2019), the rarity V-STAN's (Ludewig et al.,
/// UMUAI 2021). Direction and the power of the length are added here. <see cref="SessionKnn"/> is the plain definition.</para>
/// <para><b>Cost.</b> O(question length · m) for the candidates, O(k · length) for the scores. Nothing is allocated by asking.</para>
/// <para><b>Concurrency.</b> One question at a time; any number of searches on one index, while it is written to.</para>
/// </remarks>
public sealed class SessionSearch
{
    readonly SessionKnnSettings _settings;
    readonly ScoreTable _candidates;
    readonly ScoreTable _scores;
    readonly ScoredItem[] _neighbors;
    readonly ScoredItem[] _found;
    readonly int[] _session;
    readonly float[] _nearness;

    /// <summary>A search over indexes of sessions of at most the given length.</summary>
    /// <param name="settings">How neighbours are found and counted.</param>
    /// <param name="length">As <see cref="SessionIndexSettings.Length"/>.</param>
    public SessionSearch(SessionKnnSettings settings, int length)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _settings = settings;
        _candidates = new ScoreTable(settings.Recent * settings.QuestionLength);
        _scores = new ScoreTable(settings.Neighbors * length);
        _neighbors = new ScoredItem[settings.Neighbors];
        _found = new ScoredItem[settings.Neighbors * length];
        _session = new int[length];
        _nearness = new float[length];
        for (var distance = 1; distance < length; distance++)
        {
            _nearness[distance] = MathF.Pow(settings.NearnessDecay, distance - 1);
        }
    }

    /// <summary>What may come next, in no order; valid until the next question.</summary>
    /// <param name="index">Of sessions no longer than was said.</param>
    /// <param name="session">The items so far, the most recent last; of an item that comes twice the later place counts.</param>
    /// <param name="except">A session of the index that is no neighbour: the one under way, where it is in the index itself.</param>
    public ReadOnlySpan<ScoredItem> Ask(SessionIndex index, ReadOnlySpan<int> session, long except = SessionIndex.NoSession)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index.Settings.Length, _session.Length);
        var question = session[Math.Max(0, session.Length - _settings.QuestionLength)..];
        var newest = index.Newest;
        Gather(index, question, newest);
        var neighbors = Nearest(newest, except);
        _scores.Clear();
        foreach (var neighbor in neighbors)
        {
            Count(index, newest - neighbor.Item, neighbor.Score, question);
        }

        return Found(index);
    }

    void Gather(SessionIndex index, ReadOnlySpan<int> question, long newest)
    {
        _candidates.Clear();
        var (position, capacity) = (1f, (uint)index.Settings.Capacity);
        for (var place = question.Length - 1; place >= 0; place--, position *= _settings.PositionDecay)
        {
            if (index.RingOf(question[place]) is not { } ring || question[(place + 1)..].Contains(question[place]))
            {
                continue;
            }

            var weight = position * Raised(index, question[place], _settings.SharedRarity);
            var count = Math.Min(ring.Count, _settings.Recent);
            for (var back = 0; back < count; back++)
            {
                // What began after the question, or has fallen out, is further back than there are sessions.
                var session = ring[back];
                if ((uint)newest - session < capacity)
                {
                    _candidates.Add((int)session, weight);
                }
            }
        }
    }

    ReadOnlySpan<ScoredItem> Nearest(long newest, long except)
    {
        var best = new BestItems(_neighbors);
        for (var place = 0; place < _candidates.Count; place++)
        {
            var (session, likeness) = _candidates[place];
            if (likeness < best.Threshold || session == (int)except)
            {
                continue;
            }

            // The younger wins a tie, being the lower age.
            var age = (int)((uint)newest - (uint)session);
            best.Offer(age, likeness * Recency(age, _settings.RecencyHalfLife));
        }

        return _neighbors.AsSpan(0, best.Sort());
    }

    void Count(SessionIndex index, long session, float likeness, ReadOnlySpan<int> question)
    {
        var items = _session.AsSpan(0, index.Read(session, _session));
        var at = LatestShared(items, question);
        if (at < 0)
        {
            return;
        }

        likeness *= LengthFactor(items.Length, _settings.LengthExponent);
        for (var place = 0; place < items.Length; place++)
        {
            var weight = place > at ? _nearness[place - at] : place < at ? _settings.Backward * _nearness[at - place] : 0;
            if (weight > 0)
            {
                _scores.Add(items[place], likeness * weight);
            }
        }
    }

    ReadOnlySpan<ScoredItem> Found(SessionIndex index)
    {
        for (var place = 0; place < _scores.Count; place++)
        {
            var (item, score) = _scores[place];
            _found[place] = new ScoredItem(item, score * Raised(index, item, _settings.ItemRarity));
        }

        return _found.AsSpan(0, _scores.Count);
    }

    /// <summary>The last place in a session of the latest of the question's items that it holds; −1 where it holds none.</summary>
    internal static int LatestShared(ReadOnlySpan<int> items, ReadOnlySpan<int> question)
    {
        for (var place = question.Length - 1; place >= 0; place--)
        {
            if (items.LastIndexOf(question[place]) is >= 0 and var at)
            {
                return at;
            }
        }

        return -1;
    }

    internal static float Recency(long age, float halfLife) => halfLife > 0 ? float.Exp2(-age / halfLife) : 1;

    internal static float LengthFactor(int length, float exponent) => exponent > 0 ? MathF.Pow(length, -exponent) : 1;

    internal static float Raised(SessionIndex index, int item, float exponent) =>
        exponent == 0 ? 1 : exponent == 1 ? index.RarityOf(item) : MathF.Pow(index.RarityOf(item), exponent);
}
