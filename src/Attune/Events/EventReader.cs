using System.Text;
using System.Text.Json;
using Attune.Wording;

namespace Attune.Events;

/// <summary>Reads one event from UTF-8 JSON, maps other systems' names, and refuses whatever breaks a limit.</summary>
public static class EventReader
{
    internal static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };

    /// <summary>Reads one JSON object. Never throws for any bytes; about 2 µs.</summary>
    /// <param name="json">The object's UTF-8 text, and nothing else.</param>
    /// <param name="now">The instant events without a timestamp get, and which "future" is measured from.</param>
    /// <param name="newEventId">Gives an id to an event without one.</param>
    public static ParsedRow Read(ReadOnlySpan<byte> json, EventTime now, Func<string> newEventId)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            reader.Read();
            var row = Read(ref reader, json, now, newEventId);
            return reader.Read() ? Malformed(json, "A row is one JSON object.") : row;
        }
        catch (JsonException fault)
        {
            return Malformed(json, $"A row is one JSON object; reading stopped at byte {JsonPlace.Of(json, fault)}.");
        }
    }

    /// <summary>Reads the value the reader stands on, to its end in any case.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static ParsedRow Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, EventTime now, Func<string> newEventId)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return Malformed(json[start..(int)reader.BytesConsumed], "An event is a JSON object.");
        }

        var draft = new EventDraft(now);
        var refusal = default(EventRefusal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (refusal is not null)
            {
                reader.Skip();
                continue;
            }

            refusal = ReadField(ref reader, json, ref draft);
        }

        refusal ??= draft.Refuse();
        return refusal is null ? new(draft.ToEvent(newEventId), null, draft.IsNamed) : new(null, refusal, draft.IsNamed);
    }

    static EventRefusal? ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref EventDraft draft)
    {
        try
        {
            Span<char> name = stackalloc char[EventAliases.LongestName];
            if (reader.ValueSpan.Length > name.Length)
            {
                return SkipUnknown(ref reader);
            }

            name = name[..reader.CopyString(name)];
            if (!EventAliases.TryField(name, out var field))
            {
                return SkipUnknown(ref reader);
            }

            if (!draft.Begin(field))
            {
                reader.Skip();
                return new(EventAliases.NameOf(field), name.ToString(), $"{EventAliases.NameOf(field)} is given once.");
            }

            reader.Read();
            return draft.Set(field, ref reader, json);
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode; the reader still stands on it.
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Skip();
            }

            return new("body", "", "Every text is valid Unicode.");
        }
    }

    static EventRefusal SkipUnknown(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Skip();
        var near = Spelling.Nearest(name, EventAliases.AllFieldNames.SelectMany(names => names));
        return new(
            Cut(name), Cut(name), $"There is no such field.{(near is null ? "" : $" Did you mean {near}?")} What has no field of its own goes into context.");
    }

    static ParsedRow Malformed(ReadOnlySpan<byte> json, string limit) =>
        new(null, new("body", Encoding.UTF8.GetString(json[..Math.Min(64, json.Length)]), limit), false);

    static string Cut(string text) => text.Length <= 64 ? text : text[..64];
}
