using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Access;

/// <summary>How a key is written into its document.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ApiKey))]
sealed partial class KeyJson : JsonSerializerContext;
