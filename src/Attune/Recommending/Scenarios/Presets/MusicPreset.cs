namespace Attune.Recommending.Scenarios.Presets;

/// <summary>Music: what is liked is heard again, but one artist not twice in a row.</summary>
static class MusicPreset
{
    static readonly string[] Artist = ["artist", "artists"];

    public static IEnumerable<Scenario> Write(PresetDraft draft)
    {
        yield return new Scenario
        {
            Name = "home",
            Description = "The first screen: what the listener likes, and what is near it.",
            Count = 20,
            Caps = draft.Cap("artist", Artist, 2, 10),
            Calibration = 0.3,
            RepeatedItemWeight = 0.7f,
            NewItemShare = 0.1,
            Exploration = 0.05,
        };
        yield return new Scenario
        {
            Name = "radio",
            Description = "On and on from a track: what is heard after it, no artist twice within five.",
            Count = 25,
            Relation = ItemRelation.Similar,
            Weights = new Dictionary<string, double> { ["next"] = 3 },
            Caps = draft.Cap("artist", Artist, 1, 5),
            Diversity = 0.2,
            RepeatedItemWeight = 0.5f,
            Rotation = new Rotation(3, 0.3, 24),
        };
        yield return new Scenario
        {
            Name = "track-detail",
            Description = "Beside a track or an album: more like it.",
            Count = 12,
            Relation = ItemRelation.Similar,
        };
        yield return new Scenario
        {
            Name = "discover",
            Description = "Only what the listener has not heard, each artist once.",
            Count = 30,
            Caps = draft.Cap("artist", Artist, 1),
            Diversity = 0.3,
            RepeatedItemWeight = 0,
            NewItemShare = 0.2,
            Exploration = 0.1,
        };
    }
}
