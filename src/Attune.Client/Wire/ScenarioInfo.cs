namespace Attune.Client.Wire;

/// <summary>A scenario: a named placement, and how its lists are made. What is left out is as the server's settings have it.</summary>
public sealed record ScenarioInfo
{
    /// <summary>Its name: what a question asks for. In an answer only.</summary>
    public string? Name { get; init; }

    /// <summary>Counts its changes from 1. In an answer only.</summary>
    public int? Version { get; init; }

    /// <summary>When this version was saved. In an answer only.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Items in an answer where the question does not say.</summary>
    public int? Count { get; init; }

    /// <summary><c>similar</c>, <c>complements</c> or <c>boughtAfter</c>: what is wanted of the item asked about.</summary>
    public string? Relation { get; init; }

    /// <summary>What candidate sources weigh: <c>similar</c>, <c>together</c>, <c>next</c>, <c>bought</c>, <c>taste</c>, <c>trending</c>, <c>popular</c>.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>A condition every item fulfils.</summary>
    public string? Filter { get; init; }

    /// <summary>Items that are never in an answer.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>What makes items count for more or less.</summary>
    public IReadOnlyList<BoostInfo>? Boosts { get; init; }

    /// <summary>Items with a fixed place.</summary>
    public IReadOnlyList<PinInfo>? Pins { get; init; }

    /// <summary>Most items of one kind.</summary>
    public IReadOnlyList<CapInfo>? Caps { get; init; }

    /// <summary>Fewest items of one kind.</summary>
    public IReadOnlyList<ShareInfo>? Shares { get; init; }

    /// <summary>How unlike one another the items are, 0 to 1.</summary>
    public double? Diversity { get; init; }

    /// <summary><c>mmr</c> or <c>dpp</c>.</summary>
    public string? DiversityMethod { get; init; }

    /// <summary>How closely the mix of categories follows the user's own, 0 to 1.</summary>
    public double? Calibration { get; init; }

    /// <summary>What is left of the score of an item the user has taken up lately, 0 to 1.</summary>
    public double? RepeatedItemWeight { get; init; }

    /// <summary>When an item that was shown and not taken up steps back.</summary>
    public RotationInfo? Rotation { get; init; }

    /// <summary>Part of an answer kept for items younger than the generation, 0 to 0.5.</summary>
    public double? NewItemShare { get; init; }

    /// <summary>Part of an answer given to items of which little is known, 0 to 0.5.</summary>
    public double? Exploration { get; init; }

    /// <summary>Whether the ranker that learns from outcomes orders the list.</summary>
    public bool? Ranker { get; init; }

    /// <summary><c>trending</c>, <c>popular</c> or <c>none</c>: what fills a list that would be too short.</summary>
    public string? Fallback { get; init; }

    /// <summary>What it will do that may not be meant. In the answer to its saving only.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>A boost, or with a factor below 1 the opposite.</summary>
/// <param name="When">The condition.</param>
/// <param name="Factor">0.001 to 1 000.</param>
public sealed record BoostInfo(string When, double Factor);

/// <summary>A fixed place.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Position">From 1.</param>
public sealed record PinInfo(string ItemId, int Position);

/// <summary>At most so many items of one value of a property, within a window of places.</summary>
/// <param name="Property">The property.</param>
/// <param name="Most">So many.</param>
/// <param name="Window">In any so many places that follow one another; null: in the whole list.</param>
public sealed record CapInfo(string Property, int Most, int? Window = null);

/// <summary>At least so great a part of the list.</summary>
/// <param name="When">The condition.</param>
/// <param name="Least">Above 0 to 1.</param>
public sealed record ShareInfo(string When, double Least);

/// <summary>When an item steps back.</summary>
/// <param name="After">From so many impressions on since the user last took it up.</param>
/// <param name="Factor">What is left of its score, 0 to 1.</param>
/// <param name="Rest">How long, in hours.</param>
public sealed record RotationInfo(int After, double Factor, double Rest);

/// <summary>Scenarios, by name; or the versions of one, newest first.</summary>
/// <param name="Scenarios">One each.</param>
public sealed record ScenariosAnswer(IReadOnlyList<ScenarioInfo> Scenarios);

/// <summary>Which version to go back to.</summary>
/// <param name="Version">One of those kept.</param>
public sealed record ScenarioRollback(int Version);
