using System.Buffers.Binary;

namespace Attune.Events;

/// <summary>One event as a record, and back: the same bytes in the log's files and in Kafka. The layout is drawn in the log's FORMAT.md.</summary>
/// <remarks>Every event a <see cref="UserEvent"/> can hold comes back equal, down to the bits of its value.</remarks>
public static class EventCodec
{
    const byte HasUser = 1;
    const byte HasSession = 2;
    const byte HasItem = 4;
    const byte HasValue = 8;
    const byte HasRecommendation = 16;
    const byte HasContext = 32;

    /// <summary>Writes the record of an event at the end of a buffer.</summary>
    /// <exception cref="System.Text.EncoderFallbackException">A text has half a surrogate pair.</exception>
    public static void Encode(UserEvent e, RecordBuffer into)
    {
        into.WriteByte(e.Type.Code);
        into.WriteByte((byte)((e.User is null ? 0 : HasUser)
            | (e.Session is null ? 0 : HasSession)
            | (e.Item is null ? 0 : HasItem)
            | (e.Value is null ? 0 : HasValue)
            | (e.RecommendationId is null ? 0 : HasRecommendation)
            | (e.Context is null ? 0 : HasContext)));
        into.WriteInt64(e.Time.Micros);
        if (e.Value is { } value)
        {
            into.WriteInt64(BitConverter.DoubleToInt64Bits(value));
        }

        into.WriteText(e.EventId);
        WriteIfAny(e.Type.Code == EventType.CustomCode ? e.Type.Name : null);
        WriteIfAny(e.User?.Value);
        WriteIfAny(e.Session?.Value);
        WriteIfAny(e.Item?.Value);
        WriteIfAny(e.RecommendationId);
        WriteIfAny(e.Context);

        void WriteIfAny(string? text)
        {
            if (text is not null)
            {
                into.WriteText(text);
            }
        }
    }

    /// <summary>Reads one record and moves <paramref name="bytes"/> behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no record of this version.</exception>
    public static UserEvent Decode(ref ReadOnlySpan<byte> bytes)
    {
        try
        {
            var code = bytes[0];
            var has = bytes[1];
            var time = BinaryPrimitives.ReadInt64LittleEndian(bytes[2..]);
            bytes = bytes[10..];
            double? value = null;
            if ((has & HasValue) != 0)
            {
                value = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes));
                bytes = bytes[sizeof(long)..];
            }

            return new UserEvent
            {
                EventId = ReadText(ref bytes),
                Type = TypeOf(code, ref bytes),
                Time = new EventTime(time),
                Value = value,
                User = (has & HasUser) != 0 ? new UserId(ReadText(ref bytes)) : null,
                Session = (has & HasSession) != 0 ? new SessionId(ReadText(ref bytes)) : null,
                Item = (has & HasItem) != 0 ? new ItemId(ReadText(ref bytes)) : null,
                RecommendationId = (has & HasRecommendation) != 0 ? ReadText(ref bytes) : null,
                Context = (has & HasContext) != 0 ? ReadText(ref bytes) : null,
            };
        }
        catch (Exception short_) when (short_ is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("A record ends in the middle, or holds text that is not UTF-8.", short_);
        }
    }

    static EventType TypeOf(byte code, ref ReadOnlySpan<byte> bytes)
    {
        if (code < EventType.Known.Count)
        {
            return EventType.Known[code];
        }

        if (code == EventType.Erased.Code || code == EventType.Merge.Code)
        {
            return code == EventType.Merge.Code ? EventType.Merge : EventType.Erased;
        }

        if (code == EventType.CustomCode && EventType.TryParse(ReadText(ref bytes), out var custom))
        {
            return custom;
        }

        throw new InvalidDataException($"A record has the event type {code}, which this version does not know.");
    }

    static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        var width = 0;
        byte part;
        do
        {
            part = bytes[width];
            length |= (part & 0x7F) << (7 * width++);
        }
        while (part >= 0x80 && width < 5);

        var text = RecordBuffer.Utf8.GetString(bytes.Slice(width, length));
        bytes = bytes[(width + length)..];
        return text;
    }
}
