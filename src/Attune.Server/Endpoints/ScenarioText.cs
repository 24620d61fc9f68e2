using Attune.Client.Wire;
using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Scenarios;

namespace Attune.Server.Endpoints;

/// <summary>Scenarios in the form of the wire: settings that say nothing are left out.</summary>
static class ScenarioText
{
    /// <summary>A saved version.</summary>
    public static ScenarioInfo Of(ScenarioVersion version) => Of(version.Scenario) with { SavedAt = new EventTime(version.SavedAt).ToDateTimeOffset() };

    /// <summary>A scenario, saved or not.</summary>
    public static ScenarioInfo Of(Scenario scenario) => new()
    {
        Name = scenario.Name,
        Version = scenario.Version == 0 ? null : scenario.Version,
        Description = scenario.Description.Length == 0 ? null : scenario.Description,
        Count = scenario.Count,
        Relation = scenario.Relation is { } relation ? ItemRelations.Names[(int)relation] : null,
        Weights = scenario.Weights.Count == 0 ? null : scenario.Weights,
        Filter = scenario.Filter,
        Exclude = None(scenario.Exclude) ? null : [.. scenario.Exclude.Select(item => item.Value)],
        Boosts = None(scenario.Boosts) ? null : [.. scenario.Boosts.Select(boost => new BoostInfo(boost.When, boost.Factor))],
        Pins = None(scenario.Pins) ? null : [.. scenario.Pins.Select(pin => new PinInfo(pin.Item.Value, pin.Position))],
        Caps = None(scenario.Caps) ? null : [.. scenario.Caps.Select(cap => new CapInfo(cap.Property, cap.Most, cap.Window))],
        Shares = None(scenario.Shares) ? null : [.. scenario.Shares.Select(share => new ShareInfo(share.When, share.Least))],
        Diversity = Said(scenario.Diversity),
        DiversityMethod = scenario.Diversity > 0 ? scenario.DiversityMethod.ToString().ToLowerInvariant() : null,
        Calibration = Said(scenario.Calibration),
        RepeatedItemWeight = scenario.RepeatedItemWeight,
        Rotation = scenario.Rotation is { } rotation ? new RotationInfo(rotation.After, rotation.Factor, rotation.Rest) : null,
        NewItemShare = scenario.NewItemShare,
        Exploration = Said(scenario.Exploration),
        Ranker = scenario.Ranker ? null : false,
        Fallback = scenario.Fallback == Fallback.Trending ? null : scenario.Fallback.ToString().ToLowerInvariant(),
    };

    static bool None<T>(IReadOnlyList<T> values) => values.Count == 0;

    static double? Said(double value) => value == 0 ? null : value;
}
