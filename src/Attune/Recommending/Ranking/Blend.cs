using Attune.Learning.Factors;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Ranking;

/// <summary>Orders the candidates by the sum of what their sources gave them.</summary>
static class Blend
{
    /// <summary>The best candidates, best first.</summary>
    /// <param name="pool">The candidates.</param>
    /// <param name="question">Whose recent items count for less (<see cref="RepeatedItems"/>), and what its scenario boosts, buries or lets rest.</param>
    /// <param name="repeated">What is left of a recent item's score.</param>
    /// <param name="room">As long as the list wanted.</param>
    public static ReadOnlySpan<ScoredItem> Rank(CandidatePool pool, Question question, float repeated, Span<ScoredItem> room)
    {
        var best = new BestItems(room);
        for (var place = 0; place < pool.Count; place++)
        {
            var item = pool.Items[place];
            var score = Total(pool.PartsAt(place)) * RepeatedItems.Factor(question.Profile, item, repeated);
            best.Offer(item, score * BoostedItems.Factor(question, item) * RotatedItems.Factor(question, item));
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

    /// <summary>The sum of what an item's sources gave it; 0 where it is no candidate.</summary>
    public static float Total(CandidatePool pool, int item) => pool.PlaceOf(item) is >= 0 and var place ? Total(pool.PartsAt(place)) : 0;

    /// <summary>The sum of a candidate's parts.</summary>
    internal static float Total(ReadOnlySpan<float> parts)
    {
        var total = 0f;
        foreach (var part in parts)
        {
            total += part;
        }

        return total;
    }
}
