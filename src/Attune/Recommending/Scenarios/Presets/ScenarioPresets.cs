using Attune.Catalog;

namespace Attune.Recommending.Scenarios.Presets;

/// <summary>Scenarios to begin with, by industry: a newcomer writes none.</summary>
/// <remarks>
/// A preset names properties as most catalogs of its industry do. Where the catalog has none of that name and type, the rule that
/// needs it is left out and a note says so: nothing of a preset is refused for the catalog it meets.
/// </remarks>
public static class ScenarioPresets
{
    static readonly (string Industry, Func<PresetDraft, IEnumerable<Scenario>> Write)[] All =
    [
        ("shop", ShopPreset.Write),
        ("news", NewsPreset.Write),
        ("video", VideoPreset.Write),
        ("music", MusicPreset.Write),
        ("game", GamePreset.Write),
    ];

    /// <summary>The industries there are presets for.</summary>
    public static IReadOnlyList<string> Industries { get; } = [.. All.Select(preset => preset.Industry)];

    /// <summary>The scenarios of an industry, as they fit a catalog.</summary>
    /// <param name="industry">One of <see cref="Industries"/>.</param>
    /// <param name="schema">The properties of the items.</param>
    /// <returns>Null where there is no preset of the name.</returns>
    public static PresetScenarios? Of(string industry, PropertySchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (Array.Find(All, preset => preset.Industry == industry) is not { Write: { } write })
        {
            return null;
        }

        var draft = new PresetDraft(schema);
        Scenario[] scenarios = [.. write(draft)];
        return new PresetScenarios(industry, scenarios, draft.Notes);
    }
}

/// <summary>The scenarios of one industry, as they fit one catalog.</summary>
/// <param name="Industry">Which.</param>
/// <param name="Scenarios">None was saved yet.</param>
/// <param name="Notes">What was left out, and what it needs; a sentence each.</param>
public sealed record PresetScenarios(string Industry, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<string> Notes);

/// <summary>What became of a preset that was to be saved.</summary>
public abstract record PresetOutcome
{
    /// <summary>Its scenarios are in force.</summary>
    /// <param name="Names">Those that were saved.</param>
    /// <param name="Kept">Those that were there before, and are as they were.</param>
    /// <param name="Notes">What was left out for want of a property, and the warnings of the scenarios saved.</param>
    public sealed record Saved(IReadOnlyList<string> Names, IReadOnlyList<string> Kept, IReadOnlyList<string> Notes) : PresetOutcome;

    /// <summary>They cannot be saved; nothing was changed.</summary>
    /// <param name="Faults">Why.</param>
    public sealed record Refused(IReadOnlyList<ScenarioFault> Faults) : PresetOutcome;
}
