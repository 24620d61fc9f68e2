using Attune.Catalog;
using Attune.Recommending.Candidates;
using Attune.Recommending.Explaining;
using Attune.Recommending.Ranking;

namespace Attune.Recommending.Arranging;

/// <summary>Writes the slate as the items of an answer.</summary>
static class Slate
{
    public static RecommendedItem[] Write(Question question, Scratch scratch, int count, ItemCatalog catalog, Explanation? explanation, string? reason = null)
    {
        var items = new RecommendedItem[count];
        for (var i = 0; i < count; i++)
        {
            var (item, score, _, _) = scratch.Slate[i];
            items[i] = new RecommendedItem
            {
                Item = catalog.IdOf(item),
                Score = score,
                Reason = reason ?? CandidateSources.NameOf(Blend.ReasonOf(scratch.Pool, item)),
                Properties = question.Catalog.PropertiesUtf8(item),
                Contributions = explanation?.Of(item, question, scratch) ?? [],
            };
        }

        return items;
    }
}
