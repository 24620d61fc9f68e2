using Attune.Catalog;
using Attune.Generations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>Generations: kept by the server, mapped from this machine's files.</summary>
/// <remarks>A generation is written to a file here first: what training writes slowly holds no transaction open, and what is sent can be sent again.</remarks>
sealed class PostgresGenerations(PostgresServer primary, PostgresServer? replica, GenerationCache cache, ChangeLog changes, ILogger logger) : IDisposable
{
    readonly SemaphoreSlim _fetching = new(1, 1);

    public async ValueTask SaveAsync(
        GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        var highest = await primary.ReadAsync("saving a generation", GenerationRows.HighestAsync, cancellation);
        RefuseUsed(manifest.Number, highest);
        var part = cache.PartOf(manifest.Number);
        var checksum = await GenerationCache.WriteAsync(part, stream => write(stream, cancellation), cancellation);
        try
        {
            if (manifest.Checksum.Length > 0 && !manifest.Checksum.Equals(checksum, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException($"Generation {manifest.Number} has the SHA-256 {checksum}, and its manifest says {manifest.Checksum}.");
            }

            var whole = manifest with { Checksum = checksum, Bytes = new FileInfo(part).Length };
            await primary.ChangeAsync("saving a generation", again: false, (connection, token) => SendAsync(connection, whole, part, token), cancellation);
            cache.Place(part, whole);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ArgumentException($"The generation's number is {manifest.Number}, and another node has used it.", nameof(manifest), fault);
        }
        finally
        {
            File.Delete(part);
        }
    }

    public async ValueTask<string> LocateAsync(int number, CancellationToken cancellation)
    {
        await _fetching.WaitAsync(cancellation);
        try
        {
            var manifest = await primary.ReadAsync("finding a generation", (connection, token) => GenerationRows.FindAsync(connection, number, token), cancellation)
                ?? throw new FileNotFoundException($"Generation {number} is not kept by {primary.Host}.");
            if (await cache.HasAsync(manifest, damaged => Log.CachedFileDamaged(logger, damaged), cancellation))
            {
                return cache.PathOf(manifest);
            }

            return (replica is null ? null : await FromReplicaAsync(replica, manifest, cancellation))
                ?? await FetchAsync(primary, manifest, cancellation)
                ?? throw new CorruptGenerationException(
                    cache.PathOf(manifest), 0, $"What {primary.Host} sends of generation {number} is not as its manifest says: {manifest.Bytes} bytes of SHA-256 {manifest.Checksum}.");
        }
        finally
        {
            _fetching.Release();
        }
    }

    public async ValueTask DeleteAsync(int number, CancellationToken cancellation)
    {
        await primary.ChangeAsync("deleting a generation", again: true, async (connection, token) =>
        {
            await changes.TakeTurnAsync(connection, token);
            return await GenerationRows.DeleteAsync(connection, number, token)
                ? await changes.WriteAsync(connection, CatalogChangeKind.Generation, [Name(number)], token)
                : 0;
        }, cancellation);
        cache.Remove(number);
    }

    public void Dispose() => _fetching.Dispose();

    async ValueTask<bool> SendAsync(NpgsqlConnection connection, GenerationManifest manifest, string part, CancellationToken cancellation)
    {
        // The bytes before the turn: others write meanwhile.
        var pieces = await GenerationRows.SendAsync(connection, manifest.Number, part, cancellation);
        await changes.TakeTurnAsync(connection, cancellation);
        if (!await GenerationRows.AddAsync(connection, manifest, pieces, cancellation))
        {
            RefuseUsed(manifest.Number, await GenerationRows.HighestAsync(connection, cancellation));
        }

        await changes.WriteAsync(connection, CatalogChangeKind.Generation, [Name(manifest.Number)], cancellation);
        return true;
    }

    // Pieces never change, so a replica has them right, or not yet: the checksum tells.
    async ValueTask<string?> FromReplicaAsync(PostgresServer server, GenerationManifest manifest, CancellationToken cancellation)
    {
        try
        {
            var path = await FetchAsync(server, manifest, cancellation);
            if (path is null)
            {
                Log.ReplicaPassedOver(logger, server.Host, $"generation {manifest.Number} is not there yet.");
            }

            return path;
        }
        catch (PostgresUnavailableException fault)
        {
            Log.ReplicaPassedOver(logger, server.Host, fault.Message);
            return null;
        }
    }

    async ValueTask<string?> FetchAsync(PostgresServer server, GenerationManifest manifest, CancellationToken cancellation)
    {
        var part = cache.PartOf(manifest.Number);
        try
        {
            var checksum = await server.ReadAsync("fetching a generation", (connection, token) =>
            {
                File.Delete(part);
                return GenerationCache.WriteAsync(part, stream => GenerationRows.FetchAsync(connection, manifest.Number, stream, token), token);
            }, cancellation);
            return checksum == manifest.Checksum ? cache.Place(part, manifest) : null;
        }
        finally
        {
            File.Delete(part);
        }
    }

    static void RefuseUsed(int number, int highest)
    {
        if (number <= highest)
        {
            throw new ArgumentException($"The generation's number is {number}, and {highest} has been used.", nameof(number));
        }
    }

    static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
