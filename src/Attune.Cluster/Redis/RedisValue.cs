using System.Buffers.Binary;

namespace Attune.Cluster.Redis;

/// <summary>How a profile, a list and an alias are stored: fence + 1 as eight bytes, big-endian, then the value.</summary>
static class RedisValue
{
    /// <summary>Bytes before the value.</summary>
    public const int Head = 8;

    public static byte[] Encode(ReadOnlySpan<byte> value, long fence)
    {
        var stored = new byte[Head + value.Length];
        BinaryPrimitives.WriteUInt64BigEndian(stored, (ulong)(fence + 1));
        value.CopyTo(stored.AsSpan(Head));
        return stored;
    }

    /// <exception cref="RedisException">Somebody else has written it.</exception>
    public static byte[] Decode(byte[] stored, string key) => stored.Length >= Head
        ? stored[Head..]
        : throw new RedisException($"{key} has {stored.Length} bytes in Redis; no value of ours has fewer than {Head}.");
}
