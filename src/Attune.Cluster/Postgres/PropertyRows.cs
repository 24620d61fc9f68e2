using Attune.Catalog;
using Attune.Events;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Cluster.Postgres;

/// <summary>The records of items and users.</summary>
static class PropertyRows
{
    // An array travels whole, and is held by the server a few times over.
    const int StatementLetters = 8 << 20;

    public static string All(PropertyOwner owner) => $"SELECT id, properties, changed_at FROM {TableOf(owner)}";

    public static PropertyRecord Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), new EventTime(reader.GetInt64(2)));

    public static async ValueTask<PropertyRecord?> FindAsync(
        NpgsqlConnection connection, PropertyOwner owner, string id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"{All(owner)} WHERE id = $1", connection) { Parameters = { new() { Value = id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    public static async ValueTask<IReadOnlyDictionary<string, PropertyRecord>> FindManyAsync(
        NpgsqlConnection connection, PropertyOwner owner, string[] ids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, PropertyRecord>(ids.Length, StringComparer.Ordinal);
        await using var command = new NpgsqlCommand($"{All(owner)} WHERE id = ANY ($1)", connection) { Parameters = { Texts(ids) } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var record = Read(reader);
            found[record.Id] = record;
        }

        return found;
    }

    /// <summary>Puts records in the place of those with the same ids; each id once.</summary>
    public static async ValueTask ReplaceAsync(
        NpgsqlConnection connection, PropertyOwner owner, IReadOnlyCollection<PropertyRecord> records, CancellationToken cancellation)
    {
        var gone = records.Where(record => record.Properties is null).Select(record => record.Id).ToArray();
        if (gone.Length > 0)
        {
            await using var delete = new NpgsqlCommand($"DELETE FROM {TableOf(owner)} WHERE id = ANY ($1)", connection) { Parameters = { Texts(gone) } };
            await delete.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var part in Parts(records.Where(record => record.Properties is not null)))
        {
            await using var insert = new NpgsqlCommand($"""
                INSERT INTO {TableOf(owner)} (id, properties, changed_at)
                SELECT * FROM unnest($1, $2, $3)
                ON CONFLICT (id) DO UPDATE SET properties = excluded.properties, changed_at = excluded.changed_at
                """, connection)
            {
                Parameters =
                {
                    Texts(part.ConvertAll(record => record.Id).ToArray()),
                    Texts(part.ConvertAll(record => record.Properties!).ToArray()),
                    new() { Value = part.ConvertAll(record => record.ChangedAt.Micros).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                },
            };
            await insert.ExecuteNonQueryAsync(cancellation);
        }
    }

    static NpgsqlParameter Texts(string[] texts) => new() { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    static string TableOf(PropertyOwner owner) => owner == PropertyOwner.Item ? "items" : "users";

    static IEnumerable<List<PropertyRecord>> Parts(IEnumerable<PropertyRecord> records)
    {
        var (part, letters) = (new List<PropertyRecord>(), 0);
        foreach (var record in records)
        {
            part.Add(record);
            letters += record.Id.Length + record.Properties!.Length;
            if (letters >= StatementLetters)
            {
                yield return part;
                (part, letters) = ([], 0);
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
