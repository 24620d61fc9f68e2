using System.Buffers;
using System.Text.Json;
using Attune.Events;

namespace Attune.Cluster.Kafka;

/// <summary>Makes an event of a message in another service's JSON: its fields are put where an event has them, and read as any event that is sent.</summary>
sealed class ForeignMapping(ForeignTopicSettings settings)
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    readonly (string Field, string[] Path)[] _fields = [.. settings.Fields.Select(field => (field.Key, field.Value.Split('.')))];

    /// <summary>Reads one message. Never throws for any bytes.</summary>
    /// <param name="message">The message's value.</param>
    /// <param name="now">The instant events without a timestamp get.</param>
    /// <param name="id">The id of an event without one: the message's place, so that taking it in again is a repeat.</param>
    public ParsedRow Read(byte[]? message, EventTime now, string id)
    {
        try
        {
            using var document = JsonDocument.Parse(message ?? [], Options);
            var row = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(row))
            {
                writer.WriteStartObject();
                foreach (var (field, path) in _fields)
                {
                    Write(writer, field, Find(document.RootElement, path));
                }

                writer.WriteEndObject();
            }

            return EventReader.Read(row.WrittenSpan, now, () => id);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new(null, new("body", "", "A message is one JSON object of valid text."), false);
        }
    }

    static JsonElement? Find(JsonElement place, string[] path)
    {
        foreach (var name in path)
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(name, out place))
            {
                return null;
            }
        }

        return place.ValueKind == JsonValueKind.Null ? null : place;
    }

    void Write(Utf8JsonWriter writer, string field, JsonElement? found)
    {
        if (found is not { } value)
        {
            return;
        }

        writer.WritePropertyName(field);
        if (value.ValueKind == JsonValueKind.String && settings.Types.TryGetValue(value.GetString()!, out var type) && IsType(field))
        {
            writer.WriteStringValue(type);
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    static bool IsType(string field) =>
        EventAliases.AllFieldNames.First(names => names[0] == "type").Contains(field, StringComparer.OrdinalIgnoreCase);
}
