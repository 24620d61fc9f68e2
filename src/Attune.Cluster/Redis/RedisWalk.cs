using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Attune.State;

namespace Attune.Cluster.Redis;

/// <summary>Walks over the keys of a kind on every master.</summary>
sealed class RedisWalk(RedisClient client, RedisKeys keys)
{
    static readonly byte[] PageKeys = "1000"u8.ToArray();

    /// <summary>Keys by pages, each key once; about 40 bytes of memory a key while it lasts.</summary>
    /// <exception cref="RedisUnavailableException">A master went away; the walk cannot go on from there.</exception>
    public async IAsyncEnumerable<byte[][]> PagesAsync(StateKind kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // SCAN may name a key again where its table is resized meanwhile, and two masters may while slots move.
        var seen = new HashSet<UInt128>();
        var pattern = keys.Pattern(kind);
        foreach (var node in client.Servers.Masters)
        {
            var cursor = "0"u8.ToArray();
            do
            {
                var page = await client.CallAsync(node, new RedisCommand("SCAN", cursor, "MATCH"u8.ToArray(), pattern, "COUNT"u8.ToArray(), PageKeys), cancellation);
                if (page.Items is not [{ Bytes: { } next }, { Kind: RedisReplyKind.Items } found])
                {
                    throw new RedisException($"Redis {node.Endpoint} answered SCAN with what is no page.");
                }

                cursor = next;
                byte[][] fresh = [.. found.Items.Select(item => item.Bytes!).Where(key => seen.Add(Digest(key)))];
                if (fresh.Length > 0)
                {
                    yield return fresh;
                }
            }
            while (!cursor.AsSpan().SequenceEqual("0"u8));
        }
    }

    static UInt128 Digest(byte[] key)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(key, digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
