using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Erasing;

/// <summary>How an erasure is written into its document.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Erasure))]
sealed partial class ErasureJson : JsonSerializerContext;
