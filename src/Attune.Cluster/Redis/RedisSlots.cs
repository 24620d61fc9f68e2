namespace Attune.Cluster.Redis;

/// <summary>In which of a cluster's slots a key stands: CRC-16/XMODEM of its hash tag, the part in the first braces, modulo 16 384.</summary>
static class RedisSlots
{
    public const int Count = 16_384;

    static readonly ushort[] Table = Make();

    public static int Of(ReadOnlySpan<byte> key)
    {
        var open = key.IndexOf((byte)'{');
        if (open >= 0)
        {
            var tag = key[(open + 1)..];
            var length = tag.IndexOf((byte)'}');
            key = length > 0 ? tag[..length] : key;
        }

        var crc = 0;
        foreach (var value in key)
        {
            crc = ((crc << 8) & 0xFFFF) ^ Table[(crc >> 8) ^ value];
        }

        return crc & (Count - 1);
    }

    static ushort[] Make()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            table[value] = (ushort)crc;
        }

        return table;
    }
}
