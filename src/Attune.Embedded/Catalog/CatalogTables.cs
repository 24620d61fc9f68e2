using System.Globalization;
using Attune.Catalog;
using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.Catalog;

/// <summary>The tables of the catalog, and what is done with them inside a transaction.</summary>
/// <remarks>
/// No table has a key: an index would have to be kept in memory, would slow writing several times and would keep DuckDB
/// from taking back the room of deleted rows. One writer checks instead; a look-up scans a column, some milliseconds a million.
/// </remarks>
static class CatalogTables
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS ordinals (ordinal INTEGER NOT NULL, item_id VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS items (id VARCHAR NOT NULL, properties VARCHAR NOT NULL, changed_at TIMESTAMP NOT NULL);
        CREATE TABLE IF NOT EXISTS users (id VARCHAR NOT NULL, properties VARCHAR NOT NULL, changed_at TIMESTAMP NOT NULL);
        CREATE TABLE IF NOT EXISTS documents (kind VARCHAR NOT NULL, name VARCHAR NOT NULL, json VARCHAR NOT NULL);
        """;

    // A temporary table is the writer's own and touches no file.
    const string Incoming =
        "CREATE OR REPLACE TEMPORARY TABLE incoming (id VARCHAR, properties VARCHAR, changed_at TIMESTAMP)";

    /// <summary>Ids in the order of their ordinals, from one on.</summary>
    public static List<ItemId> Ordinals(DuckConnection connection, int from)
    {
        var ids = new List<ItemId>();
        using var result = connection.Query(string.Create(
            CultureInfo.InvariantCulture, $"SELECT item_id FROM ordinals WHERE ordinal >= {from} ORDER BY ordinal"));
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                ids.Add(new ItemId(result.Texts(0).String(row)));
            }
        }

        return ids;
    }

    /// <summary>Gives ids that have none the next ordinals, and returns the ids of those from <paramref name="known"/> on.</summary>
    public static List<ItemId> Assign(DuckConnection connection, IReadOnlyList<ItemId> ids, int known)
    {
        var unseen = ids.Distinct().ToList();
        Stage(connection, unseen.Select(id => new PropertyRecord(id.Value, null, default)));
        var given = new HashSet<string>(StringComparer.Ordinal);
        using (var result = connection.Query("SELECT id FROM incoming WHERE id IN (SELECT item_id FROM ordinals)"))
        {
            while (result.Read())
            {
                for (var row = 0; row < result.RowCount; row++)
                {
                    given.Add(result.Texts(0).String(row));
                }
            }
        }

        var first = (int)connection.Scalar<long>("SELECT count(*) FROM ordinals");
        unseen.RemoveAll(id => given.Contains(id.Value));
        using (var rows = connection.Append("ordinals", DuckType.Integer, DuckType.Varchar))
        {
            for (var index = 0; index < unseen.Count; index++)
            {
                rows.Set(0, first + index);
                rows.Set(1, unseen[index].Value);
                rows.EndRow();
            }

            rows.Close();
        }

        return known == first ? unseen : Ordinals(connection, known);
    }

    /// <summary>Puts records in the place of those with the same ids; of several for one id the last holds.</summary>
    public static int Replace(DuckConnection connection, PropertyOwner owner, IReadOnlyList<PropertyRecord> records)
    {
        var table = TableOf(owner);
        var last = new Dictionary<string, PropertyRecord>(records.Count, StringComparer.Ordinal);
        foreach (var record in records)
        {
            last[record.Id] = record;
        }

        Stage(connection, last.Values);
        connection.Execute($"""
            DELETE FROM {table} WHERE id IN (SELECT id FROM incoming);
            INSERT INTO {table} SELECT id, properties, changed_at FROM incoming WHERE properties IS NOT NULL
            """);
        return last.Count;
    }

    public static string TableOf(PropertyOwner owner) => owner == PropertyOwner.Item ? "items" : "users";

    static void Stage(DuckConnection connection, IEnumerable<PropertyRecord> records)
    {
        connection.Execute(Incoming);
        using var rows = connection.Append("incoming", DuckType.Varchar, DuckType.Varchar, DuckType.Timestamp);
        foreach (var record in records)
        {
            rows.Set(0, record.Id);
            rows.Set(1, record.Properties);
            rows.Set(2, record.ChangedAt.Micros);
            rows.EndRow();
        }

        rows.Close();
    }
}
