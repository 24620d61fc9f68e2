using System.Text.Json.Serialization;

namespace Attune.Recommending.Scenarios;

/// <summary>One scenario through time, as it is stored: one document a name, so that a version is written whole or not at all.</summary>
/// <param name="Versions">The last of its versions, oldest first; never empty.</param>
/// <param name="Removed">True where it was taken away: versions go on counting when the name comes back.</param>
sealed record ScenarioHistory(IReadOnlyList<ScenarioVersion> Versions, bool Removed = false)
{
    /// <summary>The version in force, or the last there was.</summary>
    [JsonIgnore]
    public ScenarioVersion Last => Versions[^1];

    /// <summary>The same with a version more; the oldest goes where there are too many.</summary>
    public ScenarioHistory With(ScenarioVersion next) =>
        new([.. Versions.Skip(Math.Max(0, Versions.Count + 1 - ScenarioLimits.Versions)), next]);
}

/// <summary>A version of a scenario.</summary>
/// <param name="Scenario">As it was saved.</param>
/// <param name="SavedAt">When, in microseconds since 1970.</param>
public sealed record ScenarioVersion(Scenario Scenario, long SavedAt);

/// <summary>How scenarios are stored.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScenarioHistory))]
sealed partial class ScenarioJson : JsonSerializerContext;
