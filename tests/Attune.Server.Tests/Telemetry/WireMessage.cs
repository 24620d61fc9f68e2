using System.Text;

namespace Attune.Server.Tests.Telemetry;

/// <summary>A protocol-buffer message, read by the numbers of its fields: as much as a collector in a test needs.</summary>
sealed class WireMessage(ReadOnlyMemory<byte> bytes)
{
    /// <summary>The messages of a field, in order.</summary>
    public IEnumerable<WireMessage> All(int field) => Parts().Where(part => part.Field == field).Select(part => new WireMessage(part.Bytes));

    /// <summary>The text of a field; empty where it is not there.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    /// <summary>The bytes of a field in hexadecimal, as ids are written; empty where it is not there.</summary>
    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    ReadOnlyMemory<byte> Bytes(int field) => Parts().FirstOrDefault(part => part.Field == field).Bytes;

    // A key (field << 3 | wire type), then a varint, 8 bytes, a length and its bytes, or 4 bytes. Numbers are passed over.
    IEnumerable<(int Field, ReadOnlyMemory<byte> Bytes)> Parts()
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var key = Varint(ref at);
            var (kept, length) = (key & 7) switch
            {
                0 => (false, (int)(Varint(ref at) & 0)),
                1 => (false, 8),
                5 => (false, 4),
                _ => (true, (int)Varint(ref at)),
            };
            if (kept)
            {
                yield return ((int)(key >> 3), bytes.Slice(at, length));
            }

            at += length;
        }
    }

    ulong Varint(ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes.Span[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
