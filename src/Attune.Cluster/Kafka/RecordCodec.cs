using System.Buffers.Binary;
using System.Text;
using Attune.Events;

namespace Attune.Cluster.Kafka;

/// <summary>An event as the value of a record, and back: version, when the log took it, and the event as <see cref="EventCodec"/> has it.</summary>
static class RecordCodec
{
    const byte Version = 2;
    const int HeadBytes = 9;

    /// <summary>Room for most events.</summary>
    const int UsualBytes = 256;

    /// <summary>The record of an event.</summary>
    /// <exception cref="EncoderFallbackException">A text has half a surrogate pair.</exception>
    public static byte[] Encode(UserEvent e, EventTime acceptedAt)
    {
        using var record = new RecordBuffer(UsualBytes);
        record.WriteByte(Version);
        record.WriteInt64(acceptedAt.Micros);
        EventCodec.Encode(e, record);
        return record.Written.ToArray();
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

        var acceptedAt = new EventTime(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]));
        bytes = bytes[HeadBytes..];
        var happened = EventCodec.Decode(ref bytes);
        return bytes.Length == 0 && !happened.IsErased && (happened.User ?? (object?)happened.Session) is not null && happened.EventId.Length <= EventLimits.IdBytes
            ? (happened, acceptedAt)
            : throw new InvalidDataException(
                $"A record goes on for {bytes.Length} bytes after its end, names neither user nor session, or has an id of {happened.EventId.Length} letters.");
    }
}
