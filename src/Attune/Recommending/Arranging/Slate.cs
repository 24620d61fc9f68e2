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
        var columns = question.Columns?.Of(question.Catalog, question.Context);
        for (var i = 0; i < count; i++)
        {
            var (item, score, kind, propensity) = scratch.Slate[i];
            items[i] = new RecommendedItem
            {
                Item = catalog.IdOf(item),
                Score = score,
                Reason = reason ?? ReasonOf(scratch.Slate[i], scratch.Pool),
                Placed = kind == SlotKind.Ranked ? null : SlotKinds.NameOf(kind),
                Propensity = propensity,
                Properties = question.Catalog.PropertiesUtf8(item),
                Columns = columns is null ? default : columns.Json(item),
                Contributions = explanation?.Of(scratch.Slate[i], question, scratch) ?? [],
            };
        }

        return items;
    }

    // An item that is explored, or that no source brought, stands there for how it was placed.
    static string ReasonOf(Slot slot, CandidatePool pool) => slot.Kind == SlotKind.Explored || (slot.Kind != SlotKind.Ranked && pool.PlaceOf(slot.Item) < 0)
        ? SlotKinds.NameOf(slot.Kind)
        : CandidateSources.NameOf(Blend.ReasonOf(pool, slot.Item));
}
