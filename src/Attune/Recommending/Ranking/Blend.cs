using Attune.Learning.Factors;
using Attune.Profiles;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Ranking;

/// <summary>Orders the candidates by the sum of what their sources gave them.</summary>
static class Blend
{
    /// <summary>The best candidates, best first.</summary>
    /// <param name="pool">The candidates.</param>
    /// <param name="profile">Whose recent items count for less (<see cref="RepeatedItems"/>).</param>
    /// <param name="repeated">What is left of a recent item's score.</param>
    /// <param name="room">As long as the list wanted.</param>
    public static ReadOnlySpan<ScoredItem> Rank(CandidatePool pool, Profile profile, float repeated, Span<ScoredItem> room)
    {
        var best = new BestItems(room);
        for (var place = 0; place < pool.Count; place++)
        {
            var item = pool.Items[place];
            best.Offer(item, Total(pool.PartsAt(place)) * RepeatedItems.Factor(profile, item, repeated));
        }

        return best.InOrder();
    }

    /// <summary>The source that gave a candidate most.</summary>
    public static CandidateSource ReasonOf(CandidatePool pool, int item)
    {
        var place = pool.PlaceOf(item);
        if (place < 0)
        {
            return CandidateSource.New;
        }

        var parts = pool.PartsAt(place);
        var most = 0;
        for (var source = 1; source < parts.Length; source++)
        {
            most = parts[source] > parts[most] ? source : most;
        }

        return (CandidateSource)most;
    }

    static float Total(ReadOnlySpan<float> parts)
    {
        var total = 0f;
        foreach (var part in parts)
        {
            total += part;
        }

        return total;
    }
}
