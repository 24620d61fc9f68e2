using Attune.Catalog;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Cluster.Postgres;

/// <summary>The workspace's one writer at a time, and what it writes down for other nodes in the same transaction.</summary>
/// <remarks>Numbers are taken from a row under the lock, not from a sequence: they have no gaps, and come in the order of commits.</remarks>
sealed class ChangeLog(SchemaName schema, string node)
{
    /// <summary>Waits for its turn; until the transaction ends nobody else writes. What it then commits is on the disk when it is acknowledged, whatever the server's default.</summary>
    public async ValueTask TakeTurnAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            SELECT pg_advisory_xact_lock($1),
                CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN set_config('synchronous_commit', 'on', true) END
            """, connection)
        { Parameters = { new() { Value = schema.WriteLock } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Writes down what was changed, and wakes those who wait.</summary>
    /// <param name="connection">In its turn.</param>
    /// <param name="kind">What.</param>
    /// <param name="names">Which; not empty.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The number of the last one.</returns>
    public async ValueTask<long> WriteAsync(NpgsqlConnection connection, CatalogChangeKind kind, string[] names, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("""
            WITH moved AS (UPDATE head SET change = change + cardinality($3) RETURNING change - cardinality($3) AS before),
            written AS (
                INSERT INTO changes (number, node, kind, name)
                SELECT before + place, $1, $2, name FROM moved, unnest($3) WITH ORDINALITY AS changed (name, place))
            SELECT before + cardinality($3) FROM moved
            """)
        {
            Parameters =
            {
                new() { Value = node },
                new() { Value = (short)kind },
                new() { Value = names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        });
        batch.BatchCommands.Add(new("SELECT pg_notify($1, '')") { Parameters = { new() { Value = schema.Plain } } });
        return (long)(await batch.ExecuteScalarAsync(cancellation))!;
    }
}
