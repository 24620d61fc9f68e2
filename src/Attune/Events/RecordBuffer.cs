using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Attune.Events;

/// <summary>A growing buffer of encoded records, from the shared pool. Disposed once, by the one who took the bytes out.</summary>
public sealed class RecordBuffer(int size) : IDisposable
{
    /// <summary>Refuses what is not text (a lone surrogate), instead of storing something else in its place.</summary>
    public static UTF8Encoding Utf8 { get; } = new(false, throwOnInvalidBytes: true);

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Writes a number, lowest byte first.</summary>
    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);
        Length += sizeof(long);
    }

    /// <summary>Writes a text: its length in bytes as a varint, then UTF-8.</summary>
    /// <exception cref="EncoderFallbackException">It has half a surrogate pair; nothing is written.</exception>
    public void WriteText(string text)
    {
        var room = Reserve(5 + Utf8.GetMaxByteCount(text.Length));
        // The length comes first and is most often one byte: encode behind one byte, and move where it took more.
        var count = Utf8.GetBytes(text, room[1..]);
        var prefix = Varint(count, room, count);
        Length += prefix + count;
    }

    /// <summary>Gives the bytes back to the pool.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    static int Varint(int value, Span<byte> room, int following)
    {
        var width = value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
        if (width > 1)
        {
            room.Slice(1, following).CopyTo(room[width..]);
        }

        for (var at = 0; at < width; at++)
        {
            room[at] = (byte)((value & 0x7F) | (at < width - 1 ? 0x80 : 0));
            value >>= 7;
        }

        return width;
    }

    Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
