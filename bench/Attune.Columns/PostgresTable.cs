using Attune.Events;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Columns;

/// <summary>The same columns in a table of PostgreSQL.</summary>
sealed class PostgresTable(NpgsqlDataSource source) : ITable
{
    const string Columns = "log_partition, log_offset, event_id, type, user_id, session_id, item_id, happened_at, accepted_at, value, recommendation_id, context";

    public string Name { get; private init; } = "PostgreSQL";

    public static async Task<ITable> OpenAsync(string address)
    {
        var (host, port) = address.Split(':') is [var h, var p] ? (h, p) : throw new ArgumentException($"'{address}' is no host and port.");
        var source = NpgsqlDataSource.Create($"Host={host};Port={port};Username=attune;Database=postgres;Command Timeout=600");
        await using var connection = await source.OpenConnectionAsync();
        return new PostgresTable(source) { Name = $"PostgreSQL {connection.PostgreSqlVersion}" };
    }

    public async Task LoadAsync(IEnumerable<EventBatch> batches)
    {
        await RunAsync("""
            DROP TABLE IF EXISTS events;
            CREATE TABLE events (log_partition int NOT NULL, log_offset bigint NOT NULL, event_id text NOT NULL, type text NOT NULL, user_id text, session_id text,
                item_id text, happened_at timestamp NOT NULL, accepted_at timestamp NOT NULL, value double precision, recommendation_id text, context text)
            """);
        await using (var connection = await source.OpenConnectionAsync())
        {
            foreach (var batch in batches)
            {
                await CopyAsync(connection, batch);
            }
        }

        await RunAsync("CREATE INDEX ON events (user_id, happened_at); CREATE INDEX ON events (happened_at)");
        await RunAsync("VACUUM ANALYZE events");
    }

    public async Task<long> BytesAsync()
    {
        await using var command = source.CreateCommand("SELECT pg_total_relation_size('events')");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<int> AskAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var (rows, values) = (0, new object[reader.FieldCount]);
        for (; await reader.ReadAsync(); rows++)
        {
            _ = reader.GetValues(values);
        }

        return rows;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    async Task RunAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }

    static async Task CopyAsync(NpgsqlConnection connection, EventBatch batch)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY events ({Columns}) FROM STDIN (FORMAT BINARY)");
        for (var at = 0; at < batch.Events.Count; at++)
        {
            var happened = batch.Events[at];
            await copy.StartRowAsync();
            await copy.WriteAsync(batch.Partition, NpgsqlDbType.Integer);
            await copy.WriteAsync(batch.BaseOffset + at, NpgsqlDbType.Bigint);
            foreach (var text in new[] { happened.EventId, happened.Type.Name, happened.User?.Value, happened.Session?.Value, happened.Item?.Value })
            {
                await TextAsync(copy, text);
            }

            await copy.WriteAsync(happened.Time.ToDateTimeOffset().DateTime, NpgsqlDbType.Timestamp);
            await copy.WriteAsync(batch.AcceptedAt.ToDateTimeOffset().DateTime, NpgsqlDbType.Timestamp);
            if (happened.Value is { } value)
            {
                await copy.WriteAsync(value, NpgsqlDbType.Double);
            }
            else
            {
                await copy.WriteNullAsync();
            }

            await TextAsync(copy, happened.RecommendationId);
            await TextAsync(copy, happened.Context);
        }

        _ = await copy.CompleteAsync();
    }

    static Task TextAsync(NpgsqlBinaryImporter copy, string? text) => text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);
}
