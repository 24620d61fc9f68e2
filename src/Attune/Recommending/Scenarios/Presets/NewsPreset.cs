namespace Attune.Recommending.Scenarios.Presets;

/// <summary>A newsroom: what is read now and what has just come out, nothing that was read already.</summary>
static class NewsPreset
{
    static readonly string[] Section = ["section", "category", "categories", "topics"];

    public static IEnumerable<Scenario> Write(PresetDraft draft)
    {
        yield return new Scenario
        {
            Name = "home",
            Description = "The front page: what is read now, after the reader's taste, of several sections.",
            Count = 20,
            Weights = new Dictionary<string, double> { ["trending"] = 0.6 },
            Boosts = draft.Recent("1d", 3),
            Caps = draft.Cap("section", Section, 3, 10),
            Diversity = 0.3,
            RepeatedItemWeight = 0,
            Rotation = new Rotation(3, 0.2, 12),
            NewItemShare = 0.3,
            Exploration = 0.05,
        };
        yield return new Scenario
        {
            Name = "article-end",
            Description = "Below an article: what to read next.",
            Count = 6,
            Relation = ItemRelation.Similar,
            Weights = new Dictionary<string, double> { ["next"] = 3, ["trending"] = 0.3 },
            Boosts = draft.Recent("3d", 2),
            RepeatedItemWeight = 0,
            NewItemShare = 0.15,
        };
        yield return new Scenario
        {
            Name = "most-read",
            Description = "What many read now, the same for everybody but for what they have read.",
            Count = 10,
            Weights = new Dictionary<string, double> { ["similar"] = 0, ["together"] = 0, ["next"] = 0, ["taste"] = 0, ["trending"] = 1 },
            RepeatedItemWeight = 0,
            NewItemShare = 0,
            Ranker = false,
        };
        yield return new Scenario
        {
            Name = "newsletter",
            Description = "A mail: what is new and not yet shown, of several sections.",
            Count = 8,
            Boosts = draft.Recent("1d", 3),
            Caps = draft.Cap("section", Section, 2),
            Diversity = 0.4,
            RepeatedItemWeight = 0,
            Rotation = new Rotation(1, 0, 24 * 3),
            NewItemShare = 0.3,
        };
    }
}
