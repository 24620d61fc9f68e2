using System.Buffers.Binary;
using Attune.Embedded.Files;
using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>The header of a batch in a segment: what stands before its records.</summary>
/// <remarks>
/// <para><b>Layout.</b> Little-endian; the checksum covers everything in the batch but itself.</para>
/// <code>
/// 0        4          8             16            24       28
/// | length | checksum | base offset | accepted at | count  | records … |
/// |   u32  |    u32   |     i64     | i64 micros  |  u32   |  length − 20 bytes
/// </code>
/// </remarks>
readonly record struct BatchFrame(long BaseOffset, EventTime AcceptedAt, int Count)
{
    /// <summary>Bytes before the records.</summary>
    public const int HeaderBytes = 28;

    /// <summary>Bytes that <c>length</c> does not count: itself and the checksum.</summary>
    public const int UncountedBytes = 8;

    /// <summary>No batch is longer; a length beyond it is damage.</summary>
    public const int MostBytes = 256 << 20;

    public long NextOffset => BaseOffset + Count;

    /// <summary>Completes a batch whose records are in place: writes the header before them.</summary>
    public void Seal(Span<byte> batch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch, (uint)(batch.Length - UncountedBytes));
        BinaryPrimitives.WriteInt64LittleEndian(batch[8..], BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(batch[16..], AcceptedAt.Micros);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[24..], (uint)Count);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[4..], ChecksumOf(batch));
    }

    /// <summary>Reads the header; the checksum is the caller's to compare.</summary>
    public static BatchFrame Read(ReadOnlySpan<byte> batch) => new(
        BinaryPrimitives.ReadInt64LittleEndian(batch[8..]),
        new EventTime(BinaryPrimitives.ReadInt64LittleEndian(batch[16..])),
        (int)BinaryPrimitives.ReadUInt32LittleEndian(batch[24..]));

    /// <summary>The whole batch's length by its first four bytes; it may be nonsense.</summary>
    public static long LengthOf(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadUInt32LittleEndian(batch) + (long)UncountedBytes;

    /// <summary>True where a batch can be this long.</summary>
    public static bool IsPlausible(long length) => length is > HeaderBytes and <= MostBytes;

    /// <summary>The checksum a batch says it has.</summary>
    public static uint ChecksumIn(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadUInt32LittleEndian(batch[4..]);

    /// <summary>The checksum a batch has.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> batch) => Crc32C.Of(batch[..4], batch[8..]);
}
