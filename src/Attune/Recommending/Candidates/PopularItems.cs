using Attune.Generations;
using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>What many took up before the generation was trained.</summary>
static class PopularItems
{
    public static ReadOnlySpan<ScoredItem> Find(Generation generation, AllowedItems allowed, Span<ScoredItem> room)
    {
        var best = new BestItems(room);
        var popularity = generation.Popularity;
        for (var row = 0; row < popularity.Length; row++)
        {
            if (popularity[row] > best.Bar)
            {
                var item = generation.OrdinalOf(row);
                if (allowed.Contains(item))
                {
                    best.Offer(item, popularity[row]);
                }
            }
        }

        return best.InOrder();
    }
}
