using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Client.Wire;

/// <summary>How every record of the wire is written and read: camelCase, nulls left out; code made when building.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(EventRow))]
[JsonSerializable(typeof(IReadOnlyList<EventRow>))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(PropertiesRow))]
[JsonSerializable(typeof(IReadOnlyList<PropertiesRow>))]
[JsonSerializable(typeof(PropertiesAnswer))]
[JsonSerializable(typeof(ItemsPage))]
[JsonSerializable(typeof(PropertySchemas))]
[JsonSerializable(typeof(RecommendationQuestion))]
[JsonSerializable(typeof(RecommendationAnswer))]
[JsonSerializable(typeof(RerankQuestion))]
[JsonSerializable(typeof(RecordedAnswer))]
[JsonSerializable(typeof(NextQuestion))]
[JsonSerializable(typeof(ScenarioInfo))]
[JsonSerializable(typeof(ScenariosAnswer))]
[JsonSerializable(typeof(ScenarioRollback))]
[JsonSerializable(typeof(PresetsAnswer))]
[JsonSerializable(typeof(PresetSaved))]
[JsonSerializable(typeof(PageQuestion))]
[JsonSerializable(typeof(PageAnswer))]
[JsonSerializable(typeof(BlocksInfo))]
[JsonSerializable(typeof(UsersAnswer))]
[JsonSerializable(typeof(ValuesAnswer))]
[JsonSerializable(typeof(ProfileAnswer))]
[JsonSerializable(typeof(ItemActivity))]
[JsonSerializable(typeof(ErasureInfo))]
[JsonSerializable(typeof(ErasureQuestion))]
[JsonSerializable(typeof(ErasureVerdict))]
[JsonSerializable(typeof(GenerationInfo))]
[JsonSerializable(typeof(GenerationsAnswer))]
[JsonSerializable(typeof(JobInfo))]
[JsonSerializable(typeof(JobsAnswer))]
[JsonSerializable(typeof(JobStart))]
[JsonSerializable(typeof(TuningInfo))]
[JsonSerializable(typeof(SqlQuestion))]
[JsonSerializable(typeof(SqlAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(KeyInfo))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class WireJson : JsonSerializerContext;
