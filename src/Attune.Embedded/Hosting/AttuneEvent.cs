using System.Buffers;
using System.Text.Json;

namespace Attune.Embedded.Hosting;

/// <summary>One thing one user did. A user or a session is needed; every id is 1 to 256 UTF-8 bytes.</summary>
public sealed record AttuneEvent
{
    /// <summary>
    /// <c>view, click, cart, purchase, rating, like, dislike, hide, portion, impression, search</c> or <c>custom:</c> and a name.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Who did it, where known.</summary>
    public string? User { get; init; }

    /// <summary>In which visit, where known.</summary>
    public string? Session { get; init; }

    /// <summary>To which item; null only for <c>search</c> and <c>custom:…</c>.</summary>
    public string? Item { get; init; }

    /// <summary>Its identity: the same id taken twice is one event; made where null.</summary>
    public string? Id { get; init; }

    /// <summary>When; null for now. From 1990 to 24 hours ahead of the clock.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Amount paid, rating given, or portion consumed (0 to 1): required for <c>rating</c> and <c>portion</c>.</summary>
    public double? Value { get; init; }

    /// <summary>The recommendation that led to it.</summary>
    public string? RecommendationId { get; init; }

    internal ReadOnlySpan<byte> ToJson()
    {
        var json = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            Write(writer, "eventId", Id);
            Write(writer, "type", Type);
            Write(writer, "userId", User);
            Write(writer, "sessionId", Session);
            Write(writer, "itemId", Item);
            Write(writer, "recommendationId", RecommendationId);
            if (Time is { } time)
            {
                writer.WriteString("timestamp", time);
            }

            switch (Value)
            {
                case { } value when double.IsFinite(value):
                    writer.WriteNumber("value", value);
                    break;
                case { } value:
                    // JSON has no such number: as text the reader refuses it and shows it.
                    writer.WriteString("value", value.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan;
    }

    static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
