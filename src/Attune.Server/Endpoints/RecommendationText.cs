using System.Buffers;
using System.Text.Json;
using Attune.Recommending;
using Attune.Server.Bodies;

namespace Attune.Server.Endpoints;

/// <summary>Writes an answer as JSON by hand: items' properties are JSON text already and are copied as they are.</summary>
static class RecommendationText
{
    static readonly string[] RungNames = [.. Enum.GetNames<Rung>().Select(name => name.ToLowerInvariant())];

    [ThreadStatic]
    static Utf8JsonWriter? Writer;

    /// <summary>A rung's name on the wire.</summary>
    public static string NameOf(Rung rung) => RungNames[(int)rung];

    /// <summary>Writes <paramref name="answer"/> in the form of <c>RecommendationAnswer</c>.</summary>
    public static void Write(IBufferWriter<byte> to, Recommendation answer)
    {
        var writer = Writer ??= new Utf8JsonWriter(to, JsonAnswer.Options);
        writer.Reset(to);
        writer.WriteStartObject();
        WriteFields(writer, answer);
        writer.WriteEndObject();
        writer.Flush();
        // The thread keeps the writer, not the request's buffer.
        writer.Reset(Stream.Null);
    }

    /// <summary>Writes an answer's fields into an object that is begun.</summary>
    internal static void WriteFields(Utf8JsonWriter writer, Recommendation answer)
    {
        writer.WriteString("recommendationId"u8, answer.RecommendationId);
        WriteItems(writer, answer.Items);
        if (answer.Left.Count > 0)
        {
            writer.WriteStartArray("left"u8);
            foreach (var item in answer.Left)
            {
                writer.WriteStringValue(item.Value);
            }

            writer.WriteEndArray();
        }

        writer.WriteNumber("generation"u8, answer.Generation);
        writer.WriteString("watermark"u8, answer.Watermark.ToString());
        writer.WriteString("rung"u8, RungNames[(int)answer.Rung]);
        writer.WriteNumber("tookMs"u8, Math.Round(answer.Took.TotalMilliseconds, 3));
    }

    /// <summary>Writes items as the array <c>items</c> of an object that is begun.</summary>
    internal static void WriteItems(Utf8JsonWriter writer, IReadOnlyList<RecommendedItem> items)
    {
        writer.WriteStartArray("items"u8);
        foreach (var item in items)
        {
            WriteItem(writer, item);
        }

        writer.WriteEndArray();
    }

    static void WriteItem(Utf8JsonWriter writer, RecommendedItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, item.Item.Value);
        // Sums of single precision: more digits would say nothing.
        writer.WriteNumber("score"u8, (float)item.Score);
        writer.WriteString("reason"u8, item.Reason);
        if (item.Placed is { } placed)
        {
            writer.WriteString("placed"u8, placed);
        }

        if (item.Propensity < 1)
        {
            writer.WriteNumber("propensity"u8, (float)item.Propensity);
        }

        if (!item.Properties.IsEmpty)
        {
            writer.WritePropertyName("properties"u8);
            writer.WriteRawValue(item.Properties.Span, skipInputValidation: true);
        }

        if (!item.Columns.IsEmpty)
        {
            writer.WritePropertyName("columns"u8);
            writer.WriteRawValue(item.Columns.Span, skipInputValidation: true);
        }

        if (item.Contributions.Count > 0)
        {
            writer.WriteStartArray("contributions"u8);
            foreach (var contribution in item.Contributions)
            {
                WriteContribution(writer, contribution);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void WriteContribution(Utf8JsonWriter writer, Contribution contribution)
    {
        writer.WriteStartObject();
        writer.WriteString("source"u8, contribution.Source);
        writer.WriteNumber("score"u8, (float)contribution.Score);
        writer.WriteStartArray("events"u8);
        foreach (var cause in contribution.Events)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, cause.Type.Name);
            writer.WriteString("itemId"u8, cause.Item.Value);
            writer.WriteString("timestamp"u8, cause.Time.ToString());
            if (cause.Offset is { } offset)
            {
                writer.WriteString("offset"u8, offset.ToString());
            }

            writer.WriteNumber("score"u8, (float)cause.Score);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
