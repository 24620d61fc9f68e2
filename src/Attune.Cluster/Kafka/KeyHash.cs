using System.Buffers.Binary;

namespace Attune.Cluster.Kafka;

/// <summary>Which partition a key belongs to: MurmurHash2 of its UTF-8 text, without the sign, modulo the number of partitions.</summary>
/// <remarks>This is what Kafka's own Java client does with a key, so that its tools and other producers come to the same partition.</remarks>
static class KeyHash
{
    const uint M = 0x5bd1e995;

    public static int Partition(ReadOnlySpan<byte> key, int partitions) => (int)(Of(key) & 0x7fffffff) % partitions;

    internal static uint Of(ReadOnlySpan<byte> key)
    {
        var hash = 0x9747b28c ^ (uint)key.Length;
        for (; key.Length >= 4; key = key[4..])
        {
            var part = BinaryPrimitives.ReadUInt32LittleEndian(key) * M;
            hash = (hash * M) ^ ((part ^ (part >> 24)) * M);
        }

        if (key.Length > 0)
        {
            Span<byte> rest = stackalloc byte[4];
            rest.Clear();
            key.CopyTo(rest);
            hash = (hash ^ BinaryPrimitives.ReadUInt32LittleEndian(rest)) * M;
        }

        hash = (hash ^ (hash >> 13)) * M;
        return hash ^ (hash >> 15);
    }
}
