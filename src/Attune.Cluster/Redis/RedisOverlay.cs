using System.Globalization;
using System.Text;
using Attune.State;

namespace Attune.Cluster.Redis;

/// <summary>Parts of the overlay, which may be tens of megabytes: cut into pieces, so that reads of profiles pass between them.</summary>
/// <remarks>
/// Pieces are written first, under a version of their own, and vanish after an hour if nobody comes to name them. One script then puts the
/// manifests of all parts of a call in place. A reader has all of the old part or all of the new; where the old pieces are taken
/// away under it, it begins again.
/// </remarks>
sealed class RedisOverlay(RedisClient client, RedisKeys keys)
{
    const int PieceBytes = 512 << 10;
    const int AtOnce = 2;
    const int MostReads = 8;

    static readonly byte[] Hour = "3600000"u8.ToArray();

    /// <summary>Writes parts, all or none.</summary>
    public async ValueTask PutAsync(IReadOnlyList<StateWrite> parts, CancellationToken cancellation)
    {
        byte[][] manifests = [.. parts.Select(part => keys.Of(part.Key))];
        var (bytes, pieces, own) = (new List<byte[]>(), new List<byte[]>(), new HashSet<Guid>());
        foreach (var part in parts)
        {
            bytes.Add(part.Value is { } value ? await StoreAsync(value, pieces, own, cancellation) : []);
        }

        // Read before as well: the script may be carried out twice, and then answers with the new manifests.
        var slot = RedisSlots.Of(keys.Marks);
        var before = await Task.WhenAll(manifests.Select(manifest => client.CallAsync(slot, new RedisCommand("GETRANGE", manifest, "0"u8.ToArray(), "29"u8.ToArray()), cancellation).AsTask()));
        byte[][] arguments = [Encoding.ASCII.GetBytes(parts.Count.ToString(CultureInfo.InvariantCulture)), .. bytes];
        var replaced = await client.CallAsync(RedisScript.Swap, [.. manifests, .. pieces], arguments, cancellation);
        for (var at = 0; at < parts.Count; at++)
        {
            foreach (var old in new[] { before[at].Bytes, replaced.Items[at].Bytes }.OfType<byte[]>().Where(old => old.Length > 0))
            {
                var manifest = RedisManifest.Decode(old, parts[at].Key.Name);
                if (manifest.Pieces > 0 && own.Add(manifest.Version))
                {
                    await client.CallAsync(slot, new RedisCommand("UNLINK", Pieces(manifest)), cancellation);
                }
            }
        }
    }

    /// <summary>Makes a part of what stands under its key.</summary>
    /// <param name="name">The part's.</param>
    /// <param name="stored">What was read there; null where there is nothing.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async ValueTask<byte[]?> ReadAsync(string name, byte[]? stored, CancellationToken cancellation)
    {
        for (var reads = 0; reads < MostReads; reads++)
        {
            if (stored is null)
            {
                return null;
            }

            var manifest = RedisManifest.Decode(stored, name);
            if (manifest.Pieces == 0)
            {
                return stored[RedisManifest.WholeHead..];
            }

            if (await GatherAsync(manifest, cancellation) is { } part)
            {
                return part;
            }

            var key = keys.Of(new(StateKind.Overlay, name));
            stored = (await client.CallAsync(RedisSlots.Of(key), new RedisCommand("GET", key), cancellation)).Bytes;
        }

        throw new RedisUnavailableException($"The overlay's part {name} was replaced {MostReads} times while it was read, or pieces of it are lost.");
    }

    async ValueTask<byte[]> StoreAsync(byte[] value, List<byte[]> pieces, HashSet<Guid> own, CancellationToken cancellation)
    {
        if (value.Length <= PieceBytes)
        {
            return RedisManifest.Whole(value);
        }

        var manifest = new RedisManifest(value.Length, Guid.NewGuid(), (value.Length + PieceBytes - 1) / PieceBytes);
        own.Add(manifest.Version);
        var names = Pieces(manifest);
        pieces.AddRange(names);
        var slot = RedisSlots.Of(keys.Marks);
        foreach (var some in Enumerable.Range(0, names.Length).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(number =>
            {
                var piece = value.AsSpan(number * PieceBytes, Math.Min(PieceBytes, value.Length - number * PieceBytes)).ToArray();
                return client.CallAsync(slot, new RedisCommand("SET", names[number], piece, "PX"u8.ToArray(), Hour), cancellation).AsTask();
            }));
        }

        return manifest.Encode();
    }

    async ValueTask<byte[]?> GatherAsync(RedisManifest manifest, CancellationToken cancellation)
    {
        var part = new byte[manifest.Length];
        var names = Pieces(manifest);
        var slot = RedisSlots.Of(keys.Marks);
        foreach (var some in Enumerable.Range(0, names.Length).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(number => client.CallAsync(slot, new RedisCommand("GET", names[number]), cancellation).AsTask()));
            for (var at = 0; at < some.Length; at++)
            {
                var place = part.AsSpan(some[at] * PieceBytes);
                if (read[at].Bytes is not { } piece || piece.Length != Math.Min(PieceBytes, place.Length))
                {
                    return null;
                }

                piece.CopyTo(place);
            }
        }

        return part;
    }

    byte[][] Pieces(RedisManifest manifest) => [.. Enumerable.Range(0, manifest.Pieces).Select(number => keys.Piece(manifest.Version, number))];
}
