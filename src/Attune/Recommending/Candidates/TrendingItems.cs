using Attune.Learning.Factors;
using Attune.Live;

namespace Attune.Recommending.Candidates;

/// <summary>What many take up just now: for each half-life an item's count over the best allowed item's, weighed by evidence.</summary>
/// <remarks>A half-life weighs c / (c + 10), c being its best count now in strengths: the last hour says little where nothing
/// much happened in it.</remarks>
static class TrendingItems
{
    const float Evidence = 10;

    public static ReadOnlySpan<ScoredItem> Find(Overlay overlay, AllowedItems allowed, ItemScores scores, Span<ScoredItem> room)
    {
        var latest = overlay.Latest;
        foreach (var view in overlay.Trending.Views)
        {
            var found = Best(view, allowed, room);
            if (found.IsEmpty)
            {
                continue;
            }

            var count = (float)(found[0].Score * view.ScaleAt(latest));
            var weight = Math.Max(count / (count + Evidence), 1e-6f) / found[0].Score;
            foreach (var item in found)
            {
                scores.Add(item.Item, item.Score * weight);
            }
        }

        return scores.Take(room);
    }

    // At the head of the order; only where a filter leaves too few of them is every item looked at.
    internal static ReadOnlySpan<ScoredItem> Best(TrendingView view, AllowedItems allowed, Span<ScoredItem> room)
    {
        var leaders = view.Leaders.Items;
        var best = new BestItems(room);
        var offered = 0;
        for (var place = 0; place < leaders.Length && offered < room.Length; place++)
        {
            if (allowed.Contains(leaders[place]))
            {
                best.Offer(leaders[place], view.Of(leaders[place]));
                offered++;
            }
        }

        if (offered < room.Length && leaders.Length == TrendingLeaders.Most)
        {
            best = new BestItems(room);
            DenseScan.Offer(view.Values, allowed, ref best);
        }

        return best.InOrder();
    }
}
