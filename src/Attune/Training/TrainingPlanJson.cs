using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Events;

namespace Attune.Training;

/// <summary>The text form of a plan: indented JSON for people to read, instants as RFC 3339.</summary>
static class TrainingPlanJson
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new EventTimeText() },
    };

    /// <summary>Writes a plan.</summary>
    public static string Write(TrainingPlan plan) => JsonSerializer.Serialize(plan, Options);

    /// <summary>Reads a plan and looks whether it can be followed.</summary>
    /// <exception cref="InvalidDataException">It is no plan, or has faults; the message says which.</exception>
    public static TrainingPlan Read(string json)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<TrainingPlan>(json, Options)
                ?? throw new InvalidDataException("The training plan is empty.");
            return plan.Faults() is { Count: > 0 } faults
                ? throw new InvalidDataException($"The training plan cannot be followed: {string.Join(' ', faults)}")
                : plan;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The training plan cannot be read: {fault.Message}", fault);
        }
    }

    sealed class EventTimeText : JsonConverter<EventTime>
    {
        public override EventTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetString() is { } text && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant)
                ? instant
                : throw new JsonException("An instant is written as 2026-11-20T18:00:00Z.");

        public override void Write(Utf8JsonWriter writer, EventTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
