using System.Buffers.Binary;
using System.Text;
using Attune.Embedded.Files;
using Attune.Events;
using Attune.Recommending.Answers;

namespace Attune.Embedded.Answers;

/// <summary>The header of an answer in a file: what stands before its bytes.</summary>
/// <remarks>
/// <para><b>Layout.</b> Little-endian; the checksum covers everything in the record but itself. The keys are UTF-8, as long as the header
/// says. An erased record keeps its length; all else in it is 0, and its checksum says so.</para>
/// <code>
/// 0        4          8        16       24          26             28
/// | length | checksum | millis | chance | user key  | session key  | keys, answer …
/// |   u32  |    u32   |  i64   |  u64   | u16 bytes |  u16 bytes   | length − 20 bytes
/// </code>
/// </remarks>
readonly record struct AnswerFrame(AnswerKey Key, int UserBytes, int SessionBytes)
{
    /// <summary>Bytes before the keys.</summary>
    public const int HeaderBytes = 28;

    /// <summary>No record is longer; a length beyond it is damage.</summary>
    public const int MostBytes = 64 << 20;

    const int UncountedBytes = 8;

    /// <summary>Bytes before the answer's own.</summary>
    public int AnswerStart => HeaderBytes + UserBytes + SessionBytes;

    /// <summary>Bytes an answer takes at most.</summary>
    public static int MostOf(ProfileKey? user, ProfileKey? session, int answer) =>
        HeaderBytes + (3 * ((user?.Value.Length ?? 0) + (session?.Value.Length ?? 0))) + answer;

    /// <summary>Writes a record without its checksum, which <see cref="Seal"/> adds.</summary>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> into, AnswerKey key, ProfileKey? user, ProfileKey? session, ReadOnlySpan<byte> answer)
    {
        var userBytes = user is { } one ? Encoding.UTF8.GetBytes(one.Value, into[HeaderBytes..]) : 0;
        var sessionBytes = session is { } other ? Encoding.UTF8.GetBytes(other.Value, into[(HeaderBytes + userBytes)..]) : 0;
        var start = HeaderBytes + userBytes + sessionBytes;
        answer.CopyTo(into[start..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)(start + answer.Length - UncountedBytes));
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], key.Milliseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(into[16..], key.Chance);
        BinaryPrimitives.WriteUInt16LittleEndian(into[24..], (ushort)userBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(into[26..], (ushort)sessionBytes);
        return start + answer.Length;
    }

    /// <summary>Adds the checksum of a whole record.</summary>
    public static void Seal(Span<byte> record) => BinaryPrimitives.WriteUInt32LittleEndian(record[4..], ChecksumOf(record));

    /// <summary>Reads the header.</summary>
    public static AnswerFrame Read(ReadOnlySpan<byte> record) => new(
        new AnswerKey(BinaryPrimitives.ReadInt64LittleEndian(record[8..]), BinaryPrimitives.ReadUInt64LittleEndian(record[16..])),
        BinaryPrimitives.ReadUInt16LittleEndian(record[24..]),
        BinaryPrimitives.ReadUInt16LittleEndian(record[26..]));

    /// <summary>The whole record's length by its first four bytes; 0 where it cannot be one.</summary>
    public static int LengthOf(ReadOnlySpan<byte> record)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(record) + (long)UncountedBytes;
        return length is >= HeaderBytes and <= MostBytes ? (int)length : 0;
    }

    /// <summary>True where a record of the right length is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) == ChecksumOf(record) && Read(record).AnswerStart <= record.Length;

    /// <summary>Makes an erased record of a record.</summary>
    public static void Erase(Span<byte> record)
    {
        record[4..].Clear();
        Seal(record);
    }

    /// <summary>True where a record is of a profile, as user or as visit.</summary>
    public bool IsOf(ReadOnlySpan<byte> record, ReadOnlySpan<byte> profile) =>
        record.Slice(HeaderBytes, UserBytes).SequenceEqual(profile) || record.Slice(HeaderBytes + UserBytes, SessionBytes).SequenceEqual(profile);

    static uint ChecksumOf(ReadOnlySpan<byte> record) => Crc32C.Of(record[..4], record[8..]);
}
