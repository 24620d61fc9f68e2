using System.Buffers.Binary;

namespace Attune.Profiles;

/// <summary>Writes whole numbers in as few bytes as they need: base 128, low group first, the high bit says more follows.</summary>
ref struct VarintWriter(Span<byte> bytes)
{
    readonly Span<byte> _bytes = bytes;

    public int Length { get; set; }

    public void Byte(byte value) => _bytes[Length++] = value;

    public void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[Length++] = (byte)value;
    }

    /// <summary>Zigzag: numbers near zero are short whatever their sign.</summary>
    public void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Half(Half value)
    {
        BinaryPrimitives.WriteHalfLittleEndian(_bytes[Length..], value);
        Length += 2;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_bytes[Length..]);
        Length += value.Length;
    }

    public void Float(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_bytes[Length..], value);
        Length += 4;
    }

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes[Length..], value);
        Length += 8;
    }

    public void Text(ReadOnlySpan<char> text)
    {
        Unsigned((ulong)System.Text.Encoding.UTF8.GetByteCount(text));
        Length += System.Text.Encoding.UTF8.GetBytes(text, _bytes[Length..]);
    }
}

/// <summary>Reads what <see cref="VarintWriter"/> wrote; anything cut short or too long is an <see cref="InvalidDataException"/>.</summary>
ref struct VarintReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _at;

    public readonly bool AtEnd => _at == _bytes.Length;

    public readonly int Left => _bytes.Length - _at;

    public byte Byte()
    {
        if (_at >= _bytes.Length)
        {
            throw new InvalidDataException($"Cut short after {_bytes.Length} bytes.");
        }

        return _bytes[_at++];
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var group = Byte();
            value |= (ulong)(group & 0x7f) << shift;
            if (group < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException($"A number of more than 10 bytes before byte {_at}.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number from 0 to 2³¹ − 1.</summary>
    public int Int() => Int((long)Unsigned());

    /// <summary>The same number, checked to be from 0 to 2³¹ − 1.</summary>
    public static int Int(long value) =>
        value is >= 0 and <= int.MaxValue ? (int)value : throw new InvalidDataException($"{value} is not from 0 to {int.MaxValue}.");

    /// <summary>How many entries follow, each of at least a byte.</summary>
    public int Count(int most)
    {
        var count = Unsigned();
        return count <= (ulong)Math.Min(most, Left)
            ? (int)count
            : throw new InvalidDataException($"Says that {count} entries follow in {Left} bytes; at most {most} may.");
    }

    public Half Half()
    {
        if (Left < 2)
        {
            throw new InvalidDataException($"Cut short after {_bytes.Length} bytes.");
        }

        var value = BinaryPrimitives.ReadHalfLittleEndian(_bytes[_at..]);
        _at += 2;
        return value;
    }

    public float Float()
    {
        if (Left < 4)
        {
            throw new InvalidDataException($"Cut short after {_bytes.Length} bytes.");
        }

        var value = BinaryPrimitives.ReadSingleLittleEndian(_bytes[_at..]);
        _at += 4;
        return value;
    }

    public double Double()
    {
        if (Left < 8)
        {
            throw new InvalidDataException($"Cut short after {_bytes.Length} bytes.");
        }

        var value = BinaryPrimitives.ReadDoubleLittleEndian(_bytes[_at..]);
        _at += 8;
        return value;
    }

    /// <summary>So many bytes, counted by <see cref="Count"/>.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        var value = _bytes.Slice(_at, count);
        _at += count;
        return value;
    }

    public string Text() => System.Text.Encoding.UTF8.GetString(Bytes(Count(int.MaxValue)));
}
