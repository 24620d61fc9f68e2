namespace Attune.Recommending.Scenarios.Presets;

/// <summary>Games and what is sold in them: what comes next in a session counts most.</summary>
static class GamePreset
{
    static readonly string[] Kind = ["genre", "genres", "category", "categories", "kind"];

    public static IEnumerable<Scenario> Write(PresetDraft draft)
    {
        yield return new Scenario
        {
            Name = "home",
            Description = "The lobby or the store's front: several kinds, with something new.",
            Count = 15,
            Caps = draft.Cap("kind", Kind, 4, 10),
            Diversity = 0.3,
            Rotation = new Rotation(5, 0.3, 24),
            NewItemShare = 0.1,
            Exploration = 0.05,
        };
        yield return new Scenario
        {
            Name = "item-detail",
            Description = "Beside a game or an object: more like it.",
            Count = 10,
            Relation = ItemRelation.Similar,
        };
        yield return new Scenario
        {
            Name = "after-match",
            Description = "When a match or a level ends: what is taken up next, few items.",
            Count = 4,
            Weights = new Dictionary<string, double> { ["next"] = 4, ["trending"] = 0.3 },
            Rotation = new Rotation(3, 0.2, 6),
            NewItemShare = 0,
        };
        yield return new Scenario
        {
            Name = "cart",
            Description = "At the till: what goes with what is being bought.",
            Count = 4,
            Relation = ItemRelation.Complements,
            RepeatedItemWeight = 0,
            NewItemShare = 0,
        };
    }
}
