using Attune.Embedded.DuckDb;
using Attune.History;

namespace Attune.Embedded.History;

/// <summary>Reads interactions into columns: DuckDB sorts and streams, ids are numbered here as they come.</summary>
static class InteractionReading
{
    public static InteractionColumns Read(DuckConnection connection, InteractionQuery query, CancellationToken cancellation)
    {
        var archived = EventsTable.Archived(connection);
        var rows = Count(connection, query);
        var users = new IdNumbers();
        var items = new IdNumbers();
        var columns = InteractionColumns.OfRows(rows, archived);

        using var statement = connection.Prepare($"""
            SELECT user_id, session_id, item_id, type, happened_at, value::FLOAT
            FROM events WHERE {Condition} AND {UserShares.Condition(query.UserShare)}
            ORDER BY happened_at, log_partition, log_offset
            """);
        using var result = Bound(statement, query).Stream();
        for (var at = 0; result.Read(); at += result.RowCount)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = result.RowCount;
            Number(result, users, columns.Users.AsSpan(at, count));
            var itemIds = columns.Items.AsSpan(at, count);
            var types = columns.Types.AsSpan(at, count);
            for (var row = 0; row < count; row++)
            {
                itemIds[row] = items.Number("", result.Texts(2)[row]);
                types[row] = TypeCodes.Of(result.Texts(3)[row]);
            }

            result.Values<long>(4).CopyTo(columns.Times.AsSpan(at));
            CopyValues(result, columns.Values.AsSpan(at, count));
        }

        return columns with { UserIds = users.ToArray(), ItemIds = items.ToArray() };
    }

    const string Condition = "item_id IS NOT NULL AND happened_at >= ? AND happened_at < ?";

    // Both are counted and read within one transaction, so the counts agree.
    static long Count(DuckConnection connection, InteractionQuery query)
    {
        using var statement = connection.Prepare($"SELECT count(*) FROM events WHERE {Condition} AND {UserShares.Condition(query.UserShare)}");
        using var result = Bound(statement, query).Stream();
        _ = result.Read();
        return result.Values<long>(0)[0];
    }

    static DuckStatement Bound(DuckStatement statement, InteractionQuery query) => statement
        .BindTimestamp(1, query.From?.Micros ?? -long.MaxValue)
        .BindTimestamp(2, query.Before?.Micros ?? long.MaxValue);

    static void Number(DuckResult result, IdNumbers users, Span<int> into)
    {
        var userIds = result.Texts(0);
        var sessionIds = result.Texts(1);
        var anonymous = result.Nulls(0);
        for (var row = 0; row < into.Length; row++)
        {
            into[row] = anonymous[row] ? users.Number("s:", sessionIds[row]) : users.Number("u:", userIds[row]);
        }
    }

    static void CopyValues(DuckResult result, Span<float> into)
    {
        result.Values<float>(5).CopyTo(into);
        var nulls = result.Nulls(5);
        for (var row = 0; row < into.Length; row++)
        {
            if (nulls[row])
            {
                into[row] = float.NaN;
            }
        }
    }
}
