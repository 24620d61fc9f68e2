namespace Attune.Client.Wire;

/// <summary>The scenarios of one industry, as they fit the catalog as it stands.</summary>
/// <param name="Industry">Which.</param>
/// <param name="Scenarios">What would be saved.</param>
/// <param name="Notes">What is left out for want of a property, a sentence each.</param>
public sealed record PresetInfo(string Industry, IReadOnlyList<ScenarioInfo> Scenarios, IReadOnlyList<string> Notes);

/// <summary>The presets there are.</summary>
/// <param name="Presets">One an industry.</param>
public sealed record PresetsAnswer(IReadOnlyList<PresetInfo> Presets);

/// <summary>What the saving of a preset did.</summary>
/// <param name="Saved">The names of the scenarios saved: in force from the next question on.</param>
/// <param name="Kept">The names that were there before, left as they were.</param>
/// <param name="Notes">What was left out for want of a property, and the warnings of the scenarios saved.</param>
public sealed record PresetSaved(IReadOnlyList<string> Saved, IReadOnlyList<string> Kept, IReadOnlyList<string> Notes);
