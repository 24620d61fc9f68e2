using System.Text;
using System.Text.Json;

namespace Attune.Events;

/// <summary>A request's body as read: rows, each by itself an event or a refusal; or refused whole.</summary>
public abstract record EventBody
{
    /// <summary>The rows, in order; none for an empty array.</summary>
    /// <param name="Items">At most <see cref="EventLimits.BatchEvents"/>.</param>
    public sealed record Rows(IReadOnlyList<ParsedRow> Items) : EventBody;

    /// <summary>Nothing was read.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(EventRefusal Refusal) : EventBody;

    /// <summary>
    /// Reads one object, an array of objects, or NDJSON: by the content type where it names NDJSON or JSON lines, otherwise
    /// by the first byte; a body that begins with <c>{</c> is NDJSON where its first line is an object by itself and more
    /// follows. Never throws for any bytes.
    /// </summary>
    /// <remarks>A malformed line of NDJSON is refused by itself; a malformed array is refused whole, with the byte.</remarks>
    public static EventBody Read(ReadOnlySpan<byte> body, string? contentType, EventTime now, Func<string> newEventId)
    {
        if (body.Length > EventLimits.BodyBytes)
        {
            return Whole($"{body.Length} bytes", $"A body has at most {EventLimits.BodyBytes} bytes.");
        }

        body = body.StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body;
        var first = body.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            return Whole("", "A body holds one event, an array of events, or a line each.");
        }

        if (NamesLines(contentType) || (body[first] == '{' && IsLines(body[first..])))
        {
            return ReadLines(body, now, newEventId);
        }

        return body[first] == '[' ? ReadArray(body, now, newEventId) : new Rows([EventReader.Read(body, now, newEventId)]);
    }

    static bool NamesLines(string? contentType) =>
        contentType is not null && (contentType.Contains("ndjson", StringComparison.OrdinalIgnoreCase)
            || contentType.Contains("jsonl", StringComparison.OrdinalIgnoreCase)
            || contentType.Contains("json-lines", StringComparison.OrdinalIgnoreCase));

    static bool IsLines(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)'\n');
        if (end < 0 || body[end..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(body[..end], EventReader.Options);
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static EventBody ReadLines(ReadOnlySpan<byte> body, EventTime now, Func<string> newEventId)
    {
        var rows = new List<ParsedRow>();
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range];
            if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                continue;
            }

            if (rows.Count == EventLimits.BatchEvents)
            {
                return TooMany();
            }

            rows.Add(EventReader.Read(line, now, newEventId));
        }

        return new Rows(rows);
    }

    static EventBody ReadArray(ReadOnlySpan<byte> body, EventTime now, Func<string> newEventId)
    {
        var rows = new List<ParsedRow>();
        try
        {
            var reader = new Utf8JsonReader(body, EventReader.Options);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (rows.Count == EventLimits.BatchEvents)
                {
                    return TooMany();
                }

                rows.Add(EventReader.Read(ref reader, body, now, newEventId));
            }

            // Text after the array is a fault, too.
            reader.Read();
            return new Rows(rows);
        }
        catch (JsonException fault)
        {
            var place = JsonPlace.Of(body, fault);
            var from = (int)Math.Max(0, place - 32);
            return Whole(
                Encoding.UTF8.GetString(body[from..Math.Min(body.Length, from + 64)]),
                $"A body is valid JSON; reading stopped at byte {place}, in row {rows.Count}.");
        }
    }

    static Refused TooMany() =>
        Whole($"more than {EventLimits.BatchEvents} rows", $"A request carries at most {EventLimits.BatchEvents} events.");

    static Refused Whole(string value, string limit) => new(new EventRefusal("body", value, limit));
}
