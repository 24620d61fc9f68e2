using System.Buffers.Binary;
using System.Globalization;
using Attune.Embedded.Files;
using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>The first 32 bytes of a segment file, and the file's name.</summary>
/// <remarks>
/// <code>
/// 0           8         10         12            20           28         32
/// | "ATTUNLOG" | version | reserved | base offset | created at | checksum |
/// |  8 bytes   |   u16   |  u16, 0  |     i64     | i64 micros |   u32    |
/// </code>
/// </remarks>
readonly record struct SegmentHeader(long BaseOffset, EventTime CreatedAt)
{
    public const int Bytes = 32;
    public const ushort Version = 1;
    public const string Extension = ".log";

    static ReadOnlySpan<byte> Magic => "ATTUNLOG"u8;

    /// <summary>The name of the segment that begins at an offset: 20 digits, so that names sort as offsets do.</summary>
    public static string NameOf(long baseOffset) => baseOffset.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The offset in a segment's name; false for other files.</summary>
    public static bool TryParseName(string name, out long baseOffset)
    {
        baseOffset = 0;
        return name.Length == 20 + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out baseOffset);
    }

    public void Write(Span<byte> into)
    {
        Magic.CopyTo(into);
        BinaryPrimitives.WriteUInt16LittleEndian(into[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(into[10..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(into[12..], BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(into[20..], CreatedAt.Micros);
        BinaryPrimitives.WriteUInt32LittleEndian(into[28..], Crc32C.Of(into[..28]));
    }

    /// <exception cref="LogCorruptException">These are not the header of the segment its name says.</exception>
    public static SegmentHeader Read(ReadOnlySpan<byte> bytes, string path, long namedOffset)
    {
        var expected = BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]);
        var found = Crc32C.Of(bytes[..28]);
        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var header = new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]),
            new EventTime(BinaryPrimitives.ReadInt64LittleEndian(bytes[20..])));
        var fault = !bytes[..8].SequenceEqual(Magic) ? "it does not begin as a segment does"
            : expected != found ? "the segment's header is damaged"
            : version != Version ? $"the segment has format version {version}; this program reads {Version}"
            : header.BaseOffset != namedOffset ? $"the segment begins at offset {header.BaseOffset}; its name says {namedOffset}"
            : null;
        return fault is null ? header : throw new LogCorruptException(path, 0, expected, found, fault);
    }
}
