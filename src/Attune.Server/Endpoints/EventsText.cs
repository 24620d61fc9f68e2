using System.Buffers;
using System.Text.Json;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Bodies;

namespace Attune.Server.Endpoints;

/// <summary>Writes the answer to events in the form of <c>EventsAnswer</c>, by hand: it is the most frequent one there is.</summary>
static class EventsText
{
    [ThreadStatic]
    static Utf8JsonWriter? Writer;

    /// <summary>Writes the verdicts.</summary>
    public static void Write(IBufferWriter<byte> to, IngestOutcome.Answered answered)
    {
        var writer = Writer ??= new Utf8JsonWriter(to, JsonAnswer.Options);
        writer.Reset(to);
        var (accepted, duplicates) = Count(answered.Verdicts);
        writer.WriteStartObject();
        if (accepted + duplicates > 0)
        {
            writer.WriteString("token"u8, answered.Token.ToString());
        }

        writer.WriteNumber("accepted"u8, accepted);
        writer.WriteNumber("duplicates"u8, duplicates);
        writer.WriteNumber("refused"u8, answered.Verdicts.Count - accepted - duplicates);
        writer.WriteStartArray("rows"u8);
        foreach (var verdict in answered.Verdicts)
        {
            WriteRow(writer, verdict);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        // The thread keeps the writer, not the request's buffer.
        writer.Reset(Stream.Null);
    }

    static (int Accepted, int Duplicates) Count(IReadOnlyList<EventVerdict> verdicts)
    {
        var (accepted, duplicates) = (0, 0);
        foreach (var verdict in verdicts)
        {
            accepted += verdict is EventVerdict.Accepted ? 1 : 0;
            duplicates += verdict is EventVerdict.Duplicate ? 1 : 0;
        }

        return (accepted, duplicates);
    }

    static void WriteRow(Utf8JsonWriter writer, EventVerdict verdict)
    {
        writer.WriteStartObject();
        switch (verdict)
        {
            case EventVerdict.Accepted(var id):
                writer.WriteString("verdict"u8, RowVerdict.Accepted);
                writer.WriteString("id"u8, id);
                break;
            case EventVerdict.Duplicate(var id):
                writer.WriteString("verdict"u8, RowVerdict.Duplicate);
                writer.WriteString("id"u8, id);
                break;
            case EventVerdict.Refused(var refusal):
                writer.WriteString("verdict"u8, RowVerdict.Refused);
                writer.WriteStartObject("error"u8);
                writer.WriteString("field"u8, refusal.Field);
                writer.WriteString("value"u8, refusal.Value);
                writer.WriteString("limit"u8, refusal.Limit);
                writer.WriteEndObject();
                break;
        }

        writer.WriteEndObject();
    }
}
