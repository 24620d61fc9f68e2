using System.Buffers;
using System.Text.Json;
using Attune.Recommending.Lists;
using Attune.Server.Bodies;

namespace Attune.Server.Endpoints;

/// <summary>Writes a page as JSON by hand, its rows as <see cref="RecommendationText"/> writes answers.</summary>
static class PageText
{
    /// <summary>Writes <paramref name="page"/> in the form of <c>PageAnswer</c>.</summary>
    public static void Write(IBufferWriter<byte> to, Page page)
    {
        using var writer = new Utf8JsonWriter(to, JsonAnswer.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("rows"u8);
        foreach (var (row, item, answer) in page.Rows)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, row.Name);
            if (row.Title is { } title)
            {
                writer.WriteString("title"u8, title);
            }

            if (item is { } about)
            {
                writer.WriteString("itemId"u8, about.Value);
            }

            RecommendationText.WriteFields(writer, answer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("dropped"u8);
        foreach (var name in page.Dropped)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteString("watermark"u8, page.Watermark.ToString());
        writer.WriteNumber("tookMs"u8, Math.Round(page.Took.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }
}
