using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Reads a stored document. What a version says nothing of, as of a rule that came later, is as in a scenario nobody changed.</summary>
    /// <exception cref="InvalidDataException">It is none, or has no version.</exception>
    public static ScenarioHistory Parse(string name, string json)
    {
        // Left to itself the reader would make nothing of what is not there: no list, and no for yes.
        var unchanged = JsonSerializer.SerializeToNode(new Scenario { Name = name }, ScenarioJson.Default.Scenario)!.AsObject();
        var document = JsonNode.Parse(json) as JsonObject;
        foreach (var version in document?[nameof(Versions)] as JsonArray ?? [])
        {
            if (version?[nameof(ScenarioVersion.Scenario)] is JsonObject scenario)
            {
                foreach (var (field, value) in unchanged)
                {
                    if (scenario[field] is null)
                    {
                        scenario[field] = value?.DeepClone();
                    }
                }
            }
        }

        return document.Deserialize(ScenarioJson.Default.ScenarioHistory) is { Versions.Count: > 0 } history
            ? history
            : throw new InvalidDataException($"The stored scenario '{name}' has no version.");
    }

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
[JsonSerializable(typeof(Scenario))]
sealed partial class ScenarioJson : JsonSerializerContext;
