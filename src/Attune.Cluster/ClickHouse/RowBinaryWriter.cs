using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Attune.Cluster.ClickHouse;

/// <summary>Writes ClickHouse's RowBinary: the columns of a row one after another, numbers with the low byte first, texts after their length.</summary>
sealed class RowBinaryWriter
{
    readonly ArrayBufferWriter<byte> _bytes = new(64 << 10);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void UInt32(uint value) => Int32(unchecked((int)value));

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    /// <summary>A Nullable(Float64).</summary>
    public void NullableDouble(double? value)
    {
        _bytes.GetSpan(1)[0] = value is null ? (byte)1 : (byte)0;
        _bytes.Advance(1);
        if (value is { } number)
        {
            Int64(BitConverter.DoubleToInt64Bits(number));
        }
    }

    /// <summary>A String; null as the empty one.</summary>
    public void Text(string? text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text ?? "");
        var span = _bytes.GetSpan(bytes + 5);
        var at = 0;
        for (var rest = (uint)bytes; ; rest >>= 7)
        {
            span[at++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80)
            {
                break;
            }
        }

        _bytes.Advance(at + Encoding.UTF8.GetBytes(text ?? "", span[at..]));
    }
}
