using System.Buffers.Binary;

namespace Attune.Cluster.Redis;

/// <summary>What stands under the key of a part of the overlay: the part itself where it is short, otherwise where its pieces are.</summary>
/// <remarks>Bytes, big-endian: form 1; 0 whole or 1 in pieces; length (8); then the part, or version (16) and number of pieces (4).</remarks>
/// <param name="Length">Of the part, in bytes.</param>
/// <param name="Version">Of the pieces; empty where the part is whole.</param>
/// <param name="Pieces">How many; 0 where the part is whole.</param>
readonly record struct RedisManifest(long Length, Guid Version, int Pieces)
{
    /// <summary>Bytes in front of a whole part.</summary>
    public const int WholeHead = 10;

    /// <summary>Bytes of a manifest with pieces.</summary>
    public const int PiecesHead = 30;

    const byte Form = 1;

    public static byte[] Whole(ReadOnlySpan<byte> part)
    {
        var stored = new byte[WholeHead + part.Length];
        stored[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(stored.AsSpan(2), part.Length);
        part.CopyTo(stored.AsSpan(WholeHead));
        return stored;
    }

    public byte[] Encode()
    {
        var stored = new byte[PiecesHead];
        (stored[0], stored[1]) = (Form, 1);
        BinaryPrimitives.WriteInt64BigEndian(stored.AsSpan(2), Length);
        Version.TryWriteBytes(stored.AsSpan(WholeHead), bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(stored.AsSpan(26), Pieces);
        return stored;
    }

    /// <summary>Reads the head.</summary>
    /// <exception cref="RedisException">It is not ours.</exception>
    public static RedisManifest Decode(ReadOnlySpan<byte> stored, string key)
    {
        if (stored.Length < WholeHead || stored[0] != Form || stored[1] > 1 || (stored[1] == 1 && stored.Length < PiecesHead))
        {
            throw new RedisException($"{key} holds {stored.Length} bytes in Redis that are no manifest of form {Form}.");
        }

        var length = BinaryPrimitives.ReadInt64BigEndian(stored[2..]);
        return stored[1] == 0
            ? new(length, Guid.Empty, 0)
            : new(length, new Guid(stored[WholeHead..26], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(stored[26..]));
    }
}
