namespace Attune.Recommending.Scenarios.Presets;

/// <summary>A shop: variety on pages that are looked over, what goes together where something is being bought.</summary>
static class ShopPreset
{
    static readonly string[] Category = ["category", "categories", "productType"];

    public static IEnumerable<Scenario> Write(PresetDraft draft)
    {
        yield return new Scenario
        {
            Name = "home",
            Description = "The front page: what suits the visitor, of several kinds, with something new.",
            Count = 20,
            Caps = draft.Cap("category", Category, 4, 10),
            Diversity = 0.3,
            Rotation = new Rotation(5, 0.3, 24),
            // New items have places of their own; exploring gained nothing that could be measured (ADR 0029).
            NewItemShare = 0.1,
        };
        yield return new Scenario
        {
            Name = "product-detail",
            Description = "Beside a product: what could be taken instead of it.",
            Count = 12,
            Relation = ItemRelation.Similar,
        };
        yield return new Scenario
        {
            Name = "bought-together",
            Description = "Beside a product: what is bought with it.",
            Count = 6,
            Relation = ItemRelation.Complements,
            RepeatedItemWeight = 0,
        };
        yield return new Scenario
        {
            Name = "cart",
            Description = "In the cart: what goes with all of it.",
            Count = 6,
            Relation = ItemRelation.Complements,
            Caps = draft.Cap("category", Category, 2),
            RepeatedItemWeight = 0,
            NewItemShare = 0,
        };
        yield return new Scenario
        {
            Name = "category",
            Description = "A category's page, its filter in the question: the visitor's taste within it, nothing capped.",
            Count = 24,
            Weights = new Dictionary<string, double> { ["trending"] = 0.3 },
        };
        yield return new Scenario
        {
            Name = "newsletter",
            Description = "A mail: few items of several kinds, none that was shown lately.",
            Count = 8,
            Caps = draft.Cap("category", Category, 2),
            Diversity = 0.4,
            RepeatedItemWeight = 0.5f,
            Rotation = new Rotation(1, 0, 24 * 7),
        };
    }
}
