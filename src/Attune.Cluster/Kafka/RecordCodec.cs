using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Attune.Events;

namespace Attune.Cluster.Kafka;

/// <summary>An event as the value of a record, and back. The layout is drawn in FORMAT.md.</summary>
/// <remarks>Every event a <see cref="UserEvent"/> can hold comes back equal, down to the bits of its value.</remarks>
static class RecordCodec
{
    const byte Version = 1;
    const int HeadBytes = 19;

    const byte HasUser = 1;
    const byte HasSession = 2;
    const byte HasItem = 4;
    const byte HasValue = 8;
    const byte HasRecommendation = 16;
    const byte HasContext = 32;

    static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The record of an event.</summary>
    /// <exception cref="EncoderFallbackException">A text has half a surrogate pair.</exception>
    public static byte[] Encode(UserEvent e, EventTime acceptedAt)
    {
        var custom = e.Type.Code == EventType.CustomCode ? e.Type.Name : null;
        var room = HeadBytes + sizeof(double)
            + Room(e.EventId) + Room(custom) + Room(e.User?.Value) + Room(e.Session?.Value) + Room(e.Item?.Value)
            + Room(e.RecommendationId) + Room(e.Context);
        var rented = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            var into = rented.AsSpan();
            into[0] = Version;
            into[1] = e.Type.Code;
            into[2] = (byte)((e.User is null ? 0 : HasUser)
                | (e.Session is null ? 0 : HasSession)
                | (e.Item is null ? 0 : HasItem)
                | (e.Value is null ? 0 : HasValue)
                | (e.RecommendationId is null ? 0 : HasRecommendation)
                | (e.Context is null ? 0 : HasContext));
            BinaryPrimitives.WriteInt64LittleEndian(into[3..], acceptedAt.Micros);
            BinaryPrimitives.WriteInt64LittleEndian(into[11..], e.Time.Micros);
            var at = HeadBytes;
            if (e.Value is { } value)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(into[at..], value);
                at += sizeof(double);
            }

            at = Write(e.EventId, into, at);
            at = Write(custom, into, at);
            at = Write(e.User?.Value, into, at);
            at = Write(e.Session?.Value, into, at);
            at = Write(e.Item?.Value, into, at);
            at = Write(e.RecommendationId, into, at);
            at = Write(e.Context, into, at);
            return into[..at].ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The event of a record, and when the log took it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no record of a version this one knows.</exception>
    public static (UserEvent Event, EventTime AcceptedAt) Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes || bytes[0] != Version)
        {
            throw new InvalidDataException(bytes.Length < HeadBytes
                ? $"A record has {bytes.Length} bytes; there are {HeadBytes} at least."
                : $"A record is of version {bytes[0]}; this one reads {Version}.");
        }

        try
        {
            var (code, has) = (bytes[1], bytes[2]);
            var acceptedAt = new EventTime(BinaryPrimitives.ReadInt64LittleEndian(bytes[3..]));
            var time = new EventTime(BinaryPrimitives.ReadInt64LittleEndian(bytes[11..]));
            bytes = bytes[HeadBytes..];
            double? value = null;
            if ((has & HasValue) != 0)
            {
                value = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                bytes = bytes[sizeof(double)..];
            }

            var happened = new UserEvent
            {
                EventId = Read(ref bytes),
                Type = TypeOf(code, ref bytes),
                Time = time,
                Value = value,
                User = (has & HasUser) != 0 ? new UserId(Read(ref bytes)) : null,
                Session = (has & HasSession) != 0 ? new SessionId(Read(ref bytes)) : null,
                Item = (has & HasItem) != 0 ? new ItemId(Read(ref bytes)) : null,
                RecommendationId = (has & HasRecommendation) != 0 ? Read(ref bytes) : null,
                Context = (has & HasContext) != 0 ? Read(ref bytes) : null,
            };
            return bytes.Length == 0 && (has & (HasUser | HasSession)) != 0 && happened.EventId.Length <= EventLimits.IdBytes
                ? (happened, acceptedAt)
                : throw new InvalidDataException(
                    $"A record goes on for {bytes.Length} bytes after its end, names neither user nor session, or has an id of {happened.EventId.Length} letters.");
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

        if (code == EventType.Merge.Code)
        {
            return EventType.Merge;
        }

        return code == EventType.CustomCode && EventType.TryParse(Read(ref bytes), out var custom)
            ? custom
            : throw new InvalidDataException($"A record has the event type {code}, which this version does not know.");
    }

    static int Room(string? text) => text is null ? 0 : 5 + (text.Length * 3);

    static int Write(string? text, Span<byte> into, int at)
    {
        if (text is null)
        {
            return at;
        }

        var length = Utf8.GetByteCount(text);
        for (var left = (uint)length; ; left >>= 7)
        {
            into[at++] = (byte)((left & 0x7F) | (left > 0x7F ? 0x80u : 0));
            if (left <= 0x7F)
            {
                break;
            }
        }

        return at + Utf8.GetBytes(text, into[at..]);
    }

    static string Read(ref ReadOnlySpan<byte> bytes)
    {
        var (length, width) = (0, 0);
        byte part;
        do
        {
            part = bytes[width];
            length |= (part & 0x7F) << (7 * width++);
        }
        while (part >= 0x80 && width < 5);

        var text = Utf8.GetString(bytes.Slice(width, length));
        bytes = bytes[(width + length)..];
        return text;
    }
}
