using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Events;

namespace Attune.Generations;

/// <summary>How a manifest is written: instants as ISO 8601, log places in their text form.</summary>
public static class ManifestJson
{
    /// <summary>The same for every store, so that a manifest can be moved from one to another.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new EventTimeText(), new LogTokenText() },
    };

    sealed class EventTimeText : JsonConverter<EventTime>
    {
        public override EventTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            DateTimeOffset.TryParse(
                reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? EventTime.From(instant)
                : throw new JsonException($"'{reader.GetString()}' is no instant.");

        public override void Write(Utf8JsonWriter writer, EventTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    sealed class LogTokenText : JsonConverter<LogToken>
    {
        // Nothing is the empty text; a token's own text form always names a place.
        public override LogToken Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetString() is not { Length: > 0 } text
                ? LogToken.None
                : LogToken.TryParse(text, out var token) ? token : throw new JsonException($"'{text}' is no place in the log.");

        public override void Write(Utf8JsonWriter writer, LogToken value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
