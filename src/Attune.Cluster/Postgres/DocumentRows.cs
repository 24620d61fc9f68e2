using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>Named documents: a text by kind and name.</summary>
static class DocumentRows
{
    public static async ValueTask<string?> FindAsync(NpgsqlConnection connection, string kind, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT json FROM documents WHERE kind = $1 AND name = $2", connection)
        { Parameters = { new() { Value = kind }, new() { Value = name } } };
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    public static async ValueTask<IReadOnlyDictionary<string, string>> OfKindAsync(NpgsqlConnection connection, string kind, CancellationToken cancellation)
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT name, json FROM documents WHERE kind = $1", connection)
        { Parameters = { new() { Value = kind } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            documents[reader.GetString(0)] = reader.GetString(1);
        }

        return documents;
    }

    public static async ValueTask<IReadOnlyList<string>> KindsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var kinds = new List<string>();
        await using var command = new NpgsqlCommand("SELECT DISTINCT kind FROM documents ORDER BY kind", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            kinds.Add(reader.GetString(0));
        }

        return kinds;
    }

    public static async ValueTask ReplaceAsync(NpgsqlConnection connection, string kind, string name, string? json, CancellationToken cancellation)
    {
        await using var command = json is null
            ? new NpgsqlCommand("DELETE FROM documents WHERE kind = $1 AND name = $2", connection)
            : new NpgsqlCommand("INSERT INTO documents (kind, name, json) VALUES ($1, $2, $3) ON CONFLICT (kind, name) DO UPDATE SET json = excluded.json", connection);
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = name });
        if (json is not null)
        {
            command.Parameters.Add(new() { Value = json });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
