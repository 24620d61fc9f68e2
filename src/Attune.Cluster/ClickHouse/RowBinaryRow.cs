using System.Buffers.Binary;
using System.Text;

namespace Attune.Cluster.ClickHouse;

/// <summary>Reads rows of RowBinary from the bytes that have come so far.</summary>
/// <remarks>Beyond the last byte it gives zeros and says <see cref="IsShort"/>: a row that is not all there is read again when more has come.</remarks>
ref struct RowBinaryRow(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>True where a value was asked for that is not all there.</summary>
    public bool IsShort { get; private set; }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public int Int32() => Take(4) is { Length: 4 } value ? BinaryPrimitives.ReadInt32LittleEndian(value) : 0;

    public long Int64() => Take(8) is { Length: 8 } value ? BinaryPrimitives.ReadInt64LittleEndian(value) : 0;

    /// <summary>A Nullable(Float64).</summary>
    public double? NullableDouble() => Byte() == 0 ? BitConverter.Int64BitsToDouble(Int64()) : null;

    /// <summary>The UTF-8 of a String; holds until the reader reads on.</summary>
    public ReadOnlySpan<byte> Utf8()
    {
        var length = 0u;
        for (var shift = 0; ; shift += 7)
        {
            var part = Byte();
            length |= (uint)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                break;
            }

            if (shift > 21)
            {
                throw new InvalidDataException("A text of the answer is said to be longer than 256 MiB.");
            }
        }

        return Take((int)length);
    }

    /// <summary>A String, null where it is empty.</summary>
    public string? Text() => Utf8() is { Length: > 0 } text ? Encoding.UTF8.GetString(text) : null;

    ReadOnlySpan<byte> Take(int count)
    {
        if (IsShort || count > _bytes.Length - Position)
        {
            IsShort = true;
            return default;
        }

        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
