using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>Makes what was deleted or written over unreadable, as far as PostgreSQL lets anybody.</summary>
/// <remarks>
/// <para><b>Holds afterwards:</b> the files of the tables and their indexes are written anew from what is valid, so that no
/// deleted or former row is in them; the numbers of changes stay, their names are gone.</para>
/// <para><b>Then a checkpoint</b> lets the server reuse the write-ahead log before it; that needs the role <c>pg_checkpoint</c>, else it
/// happens with the next ordinary one.</para>
/// <para><b>Does not hold:</b> what the server cannot reach keeps the old bytes until it is renewed by its own rules: archived write-ahead
/// log, base backups, file system blocks that were given back. Replicas follow by replaying.</para>
/// </remarks>
static class PostgresScrub
{
    static readonly string[] Tables = ["items", "users", "documents", "ordinals", "changes", "head"];

    public static async ValueTask RunAsync(PostgresServer server, ChangeFeed feed, PostgresSettings settings, ILogger logger, CancellationToken cancellation)
    {
        await feed.TrimAsync(TimeSpan.Zero, cancellation);
        foreach (var table in Tables)
        {
            await server.ReadAsync($"scrubbing {table}", (connection, token) => ExecuteAsync(connection, $"VACUUM (FULL, ANALYZE) {table}", settings, token), cancellation);
        }

        try
        {
            await server.ReadAsync("scrubbing by a checkpoint", (connection, token) => ExecuteAsync(connection, "CHECKPOINT", settings, token), cancellation);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            Log.CheckpointRefused(logger, server.Host, fault.SqlState);
        }
    }

    static async ValueTask<int> ExecuteAsync(NpgsqlConnection connection, string sql, PostgresSettings settings, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Math.Ceiling(settings.ScrubTimeout.TotalSeconds) };
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
