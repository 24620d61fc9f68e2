using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Attune.Wording;

namespace Attune.Events;

/// <summary>The fields of one event while it is read.</summary>
struct EventDraft
{
    readonly EventTime _now;
    string? _eventId;
    EventType? _type;
    string? _user;
    string? _session;
    string? _item;
    EventTime _time;
    double? _value;
    string? _recommendation;
    string? _context;
    int _seen;

    /// <summary>No field yet; the time is <paramref name="now"/> where none is given.</summary>
    internal EventDraft(EventTime now) => _now = _time = now;

    /// <summary>True where the sender gave the event's id.</summary>
    internal readonly bool IsNamed => _eventId is not null;

    /// <summary>Notes that a field was named; false where it was before, by this or another name.</summary>
    internal bool Begin(EventField field)
    {
        var bit = 1 << (int)(field == EventField.Comment ? EventField.Context : field);
        var first = (_seen & bit) == 0 || field == EventField.Ignored;
        _seen |= bit;
        return first;
    }

    /// <summary>Takes the value the reader stands on; null counts as not given.</summary>
    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    internal EventRefusal? Set(EventField field, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (field == EventField.Ignored || reader.TokenType == JsonTokenType.Null)
        {
            reader.Skip();
            return null;
        }

        return field switch
        {
            EventField.EventId => SetId(ref reader, field, ref _eventId),
            EventField.UserId => SetId(ref reader, field, ref _user),
            EventField.SessionId => SetId(ref reader, field, ref _session),
            EventField.ItemId => SetId(ref reader, field, ref _item),
            EventField.RecommendationId => SetId(ref reader, field, ref _recommendation),
            EventField.Type => SetType(ref reader),
            EventField.Timestamp => SetTime(ref reader),
            EventField.Value => SetValue(ref reader),
            EventField.Comment => SetComment(ref reader),
            _ => SetContext(ref reader, json),
        };
    }

    /// <summary>What the event lacks as a whole, or null.</summary>
    internal readonly EventRefusal? Refuse()
    {
        if (_type is not { } type)
        {
            return new("type", "", $"A type is required: {Types}.");
        }

        if (_user is null && _session is null)
        {
            return new("userId", "", "A userId or a sessionId is required.");
        }

        if (_item is null && type.Code != EventType.Search.Code && type.Code != EventType.CustomCode)
        {
            return new("itemId", "", $"An itemId is required for type {type}.");
        }

        if (_value is null && (type.Code == EventType.Rating.Code || type.Code == EventType.Portion.Code))
        {
            return new("value", "", $"A value is required for type {type}.");
        }

        return type.Code == EventType.Portion.Code && (_value < 0 || _value > 1)
            ? new("value", _value!.Value.ToString(CultureInfo.InvariantCulture), "A portion lies between 0 and 1.")
            : null;
    }

    internal readonly UserEvent ToEvent(Func<string> newEventId) => new()
    {
        EventId = _eventId ?? newEventId(),
        Type = _type!,
        User = _user is null ? null : new UserId(_user),
        Session = _session is null ? null : new SessionId(_session),
        Item = _item is null ? null : new ItemId(_item),
        Time = _time,
        Value = _value,
        RecommendationId = _recommendation,
        Context = _context,
    };

    static string Types => string.Join(", ", EventType.Known) + " or custom:<name>";

    static EventRefusal? SetId(ref Utf8JsonReader reader, EventField field, ref string? id)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, field, "An id is a text.");
        }

        var text = reader.GetString()!;
        id = text;
        return IdRules.Refuse(text) is { } limit ? new(EventAliases.NameOf(field), IdRules.Show(text), limit) : null;
    }

    EventRefusal? SetType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, EventField.Type, "A type is a text.");
        }

        Span<char> name = stackalloc char[128];
        if (reader.ValueSpan.Length <= name.Length)
        {
            name = name[..reader.CopyString(name)];
            if (EventAliases.TryType(name, out _type))
            {
                return null;
            }
        }

        var text = reader.GetString()!;
        var near = Spelling.Nearest(text, EventAliases.AllTypeNames.SelectMany(names => names));
        return new("type", IdRules.Show(text), $"A type is one of {Types} (1 to 64 characters).{(near is null ? "" : $" Did you mean {near}?")}");
    }

    EventRefusal? SetTime(ref Utf8JsonReader reader)
    {
        var read = reader.TokenType switch
        {
            JsonTokenType.Number => EpochTime.TryRead(ref reader, out _time),
            JsonTokenType.String when !reader.ValueIsEscaped => Rfc3339.TryParse(reader.ValueSpan, out _time),
            _ => false,
        };
        if (!read)
        {
            return Wrong(ref reader, EventField.Timestamp, "A timestamp is RFC 3339 text, as 2026-11-20T18:00:00Z, or a number of seconds, ms or µs since 1970.");
        }

        if (_time < EventLimits.Oldest)
        {
            return Wrong(ref reader, EventField.Timestamp, $"A timestamp is not before {EventLimits.Oldest}.");
        }

        return _time > _now.Plus(EventLimits.Future)
            ? Wrong(ref reader, EventField.Timestamp, $"A timestamp is at most {EventLimits.Future.TotalHours} h ahead of the server's clock, {_now}.")
            : null;
    }

    EventRefusal? SetValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            return Wrong(ref reader, EventField.Value, "A value is a finite number.");
        }

        _value = value;
        return null;
    }

    EventRefusal? SetComment(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, EventField.Context, "A comment is a text.");
        }

        var text = reader.GetString()!;
        _context = text.Length == 0 ? null : $"{{\"comment\":{JsonSerializer.Serialize(text)}}}";
        return _context is { } context && Encoding.UTF8.GetByteCount(context) > EventLimits.ContextBytes ? TooLong(context) : null;
    }

    EventRefusal? SetContext(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Wrong(ref reader, EventField.Context, "A context is a JSON object.");
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var text = json[start..(int)reader.BytesConsumed];
        if (!Utf8.IsValid(text))
        {
            return new("context", "", "Every text is valid Unicode.");
        }

        if (text.Length > EventLimits.ContextBytes)
        {
            return TooLong(Encoding.UTF8.GetString(text[..64]));
        }

        _context = text.Length == 2 ? null : Encoding.UTF8.GetString(text);
        return null;
    }

    static EventRefusal TooLong(string context) =>
        new("context", IdRules.Show(context), $"A context has at most {EventLimits.ContextBytes} bytes of JSON text.");

    // Leaves the reader at the value's end, so that the rest of the row can be read.
    static EventRefusal Wrong(ref Utf8JsonReader reader, EventField field, string limit)
    {
        var value = reader.TokenType switch
        {
            JsonTokenType.StartObject => "{…}",
            JsonTokenType.StartArray => "[…]",
            _ => Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(64, reader.ValueSpan.Length)]),
        };
        reader.Skip();
        return new(EventAliases.NameOf(field), value, limit);
    }
}
