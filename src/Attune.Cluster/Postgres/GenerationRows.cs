using System.Text.Json;
using Attune.Generations;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Cluster.Postgres;

/// <summary>Manifests, and the bytes of generations in pieces.</summary>
static class GenerationRows
{
    /// <summary>Bytes of a piece: what sending or fetching a generation holds in memory, twice.</summary>
    public const int PieceBytes = 1 << 20;

    /// <summary>The manifests, newest first.</summary>
    public static async ValueTask<IReadOnlyList<GenerationManifest>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var manifests = new List<GenerationManifest>();
        await using var command = new NpgsqlCommand("SELECT manifest FROM generations ORDER BY number DESC", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            manifests.Add(Read(reader.GetString(0)));
        }

        return manifests;
    }

    /// <summary>One manifest, or null.</summary>
    public static async ValueTask<GenerationManifest?> FindAsync(NpgsqlConnection connection, int number, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT manifest FROM generations WHERE number = $1", connection)
        { Parameters = { new() { Value = number } } };
        return await command.ExecuteScalarAsync(cancellation) is string text ? Read(text) : null;
    }

    /// <summary>The highest number ever used.</summary>
    public static async ValueTask<int> HighestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT generation FROM head", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Sends a file in pieces; they are seen when the transaction commits.</summary>
    /// <returns>How many pieces.</returns>
    public static async ValueTask<int> SendAsync(NpgsqlConnection connection, int number, string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: true);
        await using var rows = await connection.BeginBinaryImportAsync("COPY generation_pieces (number, piece, bytes) FROM STDIN (FORMAT BINARY)", cancellation);
        var (piece, buffer) = (0, new byte[PieceBytes]);
        for (int read; (read = await file.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellation)) > 0; piece++)
        {
            await rows.StartRowAsync(cancellation);
            await rows.WriteAsync(number, NpgsqlDbType.Integer, cancellation);
            await rows.WriteAsync(piece, NpgsqlDbType.Integer, cancellation);
            await rows.WriteAsync(buffer.AsMemory(0, read), NpgsqlDbType.Bytea, cancellation);
        }

        await rows.CompleteAsync(cancellation);
        return piece;
    }

    /// <summary>Makes what was sent a generation. In its turn only.</summary>
    /// <returns>False where the number was used before.</returns>
    public static async ValueTask<bool> AddAsync(NpgsqlConnection connection, GenerationManifest manifest, int pieces, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            WITH raised AS (UPDATE head SET generation = $1 WHERE generation < $1 RETURNING generation)
            INSERT INTO generations (number, manifest, pieces) SELECT generation, $2, $3 FROM raised
            """, connection)
        {
            Parameters =
            {
                new() { Value = manifest.Number },
                new() { Value = JsonSerializer.Serialize(manifest, ManifestJson.Options) },
                new() { Value = pieces },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Copies a generation's bytes to a stream; nothing where it is gone.</summary>
    public static async ValueTask FetchAsync(NpgsqlConnection connection, int number, Stream to, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT bytes FROM generation_pieces WHERE number = $1 ORDER BY piece", connection)
        { Parameters = { new() { Value = number } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            await to.WriteAsync(reader.GetFieldValue<byte[]>(0), cancellation);
        }
    }

    /// <summary>Removes a generation. In its turn only.</summary>
    /// <returns>False where it was gone.</returns>
    public static async ValueTask<bool> DeleteAsync(NpgsqlConnection connection, int number, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("DELETE FROM generation_pieces WHERE number = $1") { Parameters = { new() { Value = number } } },
                new("DELETE FROM generations WHERE number = $1") { Parameters = { new() { Value = number } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
        return batch.BatchCommands[1].RecordsAffected > 0;
    }

    static GenerationManifest Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<GenerationManifest>(text, ManifestJson.Options) ?? throw new InvalidDataException("A stored manifest is null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"A stored manifest is damaged: {fault.Message}", fault);
        }
    }
}
