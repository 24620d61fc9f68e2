using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>Brings a workspace's schema up to this version, forward only, each step in a transaction of its own.</summary>
/// <remarks>
/// <para><b>Safe while the version before runs.</b> A step adds: tables, columns with a default or null, indexes. It takes nothing
/// away and changes no meaning until no version in use needs it; such a step is marked <c>compatible: no</c>, and nodes that do
/// not know it refuse to open the schema. Locks on tables are waited for five seconds, so that a step never stops the traffic behind it.</para>
/// <para><b>Concurrency.</b> Any number of nodes may open at once: they take turns, and each step is done once.</para>
/// </remarks>
sealed class SchemaMigrations(PostgresServer server, SchemaName schema, IReadOnlyList<Migration> known, ILogger logger)
{
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        while (await server.ChangeAsync("migrating the schema", again: true, StepAsync, cancellation) is { } done)
        {
            Log.Migrated(logger, schema.Plain, done.Name);
        }
    }

    // One step; null where none is left.
    async ValueTask<Migration?> StepAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // The second statement waits for locks of tables: not for the lock above, which another node may hold for as long as its steps take.
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({schema.MigrationLock})", cancellation);
        await ExecuteAsync(connection, $"""
            SET LOCAL lock_timeout = '5s';
            CREATE SCHEMA IF NOT EXISTS {schema.Quoted};
            CREATE TABLE IF NOT EXISTS {schema.Quoted}.migrations (
                number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, compatible boolean NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """, cancellation);
        var applied = await AppliedAsync(connection, cancellation);
        if (known.FirstOrDefault(migration => !applied.Contains(migration.Number)) is not { } next)
        {
            return null;
        }

        await ExecuteAsync(connection, next.Sql, cancellation);
        await using var record = new NpgsqlCommand("INSERT INTO migrations (number, name, checksum, compatible) VALUES ($1, $2, $3, $4)", connection)
        {
            Parameters = { new() { Value = next.Number }, new() { Value = next.Name }, new() { Value = next.Checksum }, new() { Value = next.Compatible } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
        return next;
    }

    async ValueTask<HashSet<int>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new HashSet<int>();
        await using var command = new NpgsqlCommand("SELECT number, name, checksum, compatible FROM migrations ORDER BY number", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (number, name) = (reader.GetInt32(0), reader.GetString(1));
            applied.Add(number);
            if (known.FirstOrDefault(migration => migration.Number == number) is { } ours)
            {
                if (ours.Checksum != reader.GetString(2))
                {
                    throw new PostgresSchemaException($"Schema {schema.Plain}: migration {name} was applied with the checksum {reader.GetString(2)}, and is {ours.Checksum} here. A released migration must not be changed.");
                }
            }
            else if (!reader.GetBoolean(3))
            {
                throw new PostgresSchemaException($"Schema {schema.Plain} is at migration {name}, which this version does not know and cannot work with; it knows {known.Count}. Start the version that brought it, or a newer one.");
            }
            else
            {
                Log.NewerSchema(logger, schema.Plain, name);
            }
        }

        return applied;
    }

    static async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
