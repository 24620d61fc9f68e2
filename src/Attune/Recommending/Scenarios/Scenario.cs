using Attune.Events;

namespace Attune.Recommending.Scenarios;

/// <summary>A named placement, as <c>home</c> or <c>cart</c>, and how its lists are made. Immutable; every change is a new version.</summary>
/// <remarks>What is left null is as <see cref="RecommendSettings"/> have it. Conditions are in the filter language.</remarks>
public sealed record Scenario
{
    /// <summary>The name of the scenario of questions that name none.</summary>
    public const string DefaultName = "default";

    /// <summary>Its name: what a question asks for.</summary>
    public required string Name { get; init; }

    /// <summary>Counts its changes from 1; 0 for one that was never saved.</summary>
    public int Version { get; init; }

    /// <summary>What it is for, in the words of whoever saved it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Items in an answer where the question does not say.</summary>
    public int? Count { get; init; }

    /// <summary>What is wanted of the item asked about, where the question does not say.</summary>
    public ItemRelation? Relation { get; init; }

    /// <summary>What candidate sources weigh, by their names on the wire; others are as the generation or the settings have it.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>A condition every item of an answer fulfils, besides the question's own.</summary>
    public string? Filter { get; init; }

    /// <summary>Items that are never in an answer.</summary>
    public IReadOnlyList<ItemId> Exclude { get; init; } = [];

    /// <summary>What makes items count for more or less.</summary>
    public IReadOnlyList<Boost> Boosts { get; init; } = [];

    /// <summary>Items with a fixed place.</summary>
    public IReadOnlyList<Pin> Pins { get; init; } = [];

    /// <summary>Most items of one kind.</summary>
    public IReadOnlyList<Cap> Caps { get; init; } = [];

    /// <summary>Fewest items of one kind.</summary>
    public IReadOnlyList<GroupShare> Shares { get; init; } = [];

    /// <summary>How unlike one another the items are; 0, by score alone, to 1.</summary>
    public double Diversity { get; init; }

    /// <summary>By which method they are made unlike one another.</summary>
    public DiversityMethod DiversityMethod { get; init; }

    /// <summary>How closely the mix of categories follows the user's own; 0, not at all, to 1.</summary>
    public double Calibration { get; init; }

    /// <summary>What is left of the score of an item the user has taken up lately; 0, never shown again, to 1.</summary>
    public float? RepeatedItemWeight { get; init; }

    /// <summary>When an item that was shown and not taken up steps back; null for never.</summary>
    public Rotation? Rotation { get; init; }

    /// <summary>Part of an answer kept for items younger than the generation; 0 to 0.5.</summary>
    public double? NewItemShare { get; init; }

    /// <summary>Part of an answer given to items of which little is known; 0, none, to 0.5.</summary>
    public double Exploration { get; init; }

    /// <summary>Whether the ranker that learns from outcomes orders the list.</summary>
    public bool Ranker { get; init; } = true;

    /// <summary>What fills a list that would be too short.</summary>
    public Fallback Fallback { get; init; }
}
