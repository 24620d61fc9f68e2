namespace Attune.Recommending.Scenarios.Presets;

/// <summary>A video service: genres in the mix the viewer watches them, nothing that was watched already.</summary>
static class VideoPreset
{
    static readonly string[] Genre = ["genre", "genres", "category", "categories"];

    public static IEnumerable<Scenario> Write(PresetDraft draft)
    {
        yield return new Scenario
        {
            Name = "home",
            Description = "The first screen: the viewer's own mix of genres, with something new.",
            Count = 30,
            Caps = draft.Cap("genre", Genre, 6, 10),
            Diversity = 0.2,
            Calibration = 0.5,
            RepeatedItemWeight = 0,
            Rotation = new Rotation(8, 0.3, 48),
            NewItemShare = 0.1,
            Exploration = 0.05,
        };
        yield return new Scenario
        {
            Name = "title-detail",
            Description = "Beside a title: more like it.",
            Count = 12,
            Relation = ItemRelation.Similar,
            RepeatedItemWeight = 0,
        };
        yield return new Scenario
        {
            Name = "up-next",
            Description = "When a title ends: what is watched after it.",
            Count = 5,
            Relation = ItemRelation.Similar,
            Weights = new Dictionary<string, double> { ["next"] = 4 },
            RepeatedItemWeight = 0,
            NewItemShare = 0,
        };
        yield return new Scenario
        {
            Name = "new-releases",
            Description = "What came out lately, after the viewer's taste.",
            Count = 15,
            Boosts = draft.Recent("30d", 5),
            RepeatedItemWeight = 0,
            NewItemShare = 0.4,
        };
    }
}
