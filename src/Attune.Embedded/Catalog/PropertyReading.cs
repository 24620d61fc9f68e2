using Attune.Catalog;
using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.Catalog;

/// <summary>Reads records out of <c>items</c> and <c>users</c>.</summary>
static class PropertyReading
{
    public static PropertyRecord? Find(DuckConnection connection, PropertyOwner owner, string id)
    {
        using var statement = connection.Prepare(
            $"SELECT id, properties, changed_at FROM {CatalogTables.TableOf(owner)} WHERE id = ?");
        using var result = statement.Bind(1, id).Stream();
        return result.Read() ? RecordAt(result, 0) : null;
    }

    public static List<PropertyRecord> All(DuckConnection connection, PropertyOwner owner)
    {
        var records = new List<PropertyRecord>();
        using var result = connection.Query($"SELECT id, properties, changed_at FROM {CatalogTables.TableOf(owner)}");
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                records.Add(RecordAt(result, row));
            }
        }

        return records;
    }

    static PropertyRecord RecordAt(DuckResult result, int row) => new(
        result.Texts(0).String(row), result.Texts(1).String(row), new EventTime(result.Values<long>(2)[row]));
}
