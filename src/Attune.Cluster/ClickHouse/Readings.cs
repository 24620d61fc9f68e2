using Attune.Events;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>What training and the engine read: always whole appends, those below the marks.</summary>
static class Readings
{
    // So many offsets are sorted by the server at once.
    const long OffsetsAtOnce = 1 << 20;

    /// <summary>What is archived, in numbers.</summary>
    public static async ValueTask<HistorySummary> SummariseAsync(HistoryServer server, CancellationToken cancellation)
    {
        var archived = await server.MarksAsync(cancellation);
        var (events, users, items, first, last) = (0L, 0L, 0L, 0L, 0L);
        await server.ReadAsync(
            "count the events",
            $"""
            SELECT {RowBinaryRows.Mark}, toInt64(count()), toInt64(uniqExact(profile)), toInt64(uniqExactIf(item_id, item_id != '')),
                min(happened_micros), max(happened_micros)
            FROM {server.Tables.Rows} WHERE {SqlText.Before(archived)}
            """,
            (ref row) => (events, users, items, first, last) = (row.Int64(), row.Int64(), row.Int64(), row.Int64(), row.Int64()),
            cancellation);
        return events == 0
            ? new HistorySummary(0, 0, 0, null, null, archived)
            : new HistorySummary(events, users, items, new EventTime(first), new EventTime(last), archived);
    }

    /// <summary>Interactions into columns: ClickHouse sorts and streams, ids are numbered here as they come.</summary>
    public static async ValueTask<InteractionColumns> InteractionsAsync(HistoryServer server, InteractionQuery query, CancellationToken cancellation)
    {
        var archived = await server.MarksAsync(cancellation);
        var from = $"FROM {server.Tables.Rows} WHERE {Condition(query, archived)}";
        var rows = await server.NumberAsync("count the interactions", $"SELECT count() {from} FORMAT TabSeparatedRaw", cancellation);
        var users = new IdNumbers();
        var items = new IdNumbers();
        var columns = InteractionColumns.OfRows(rows, archived);
        var at = 0;
        var read = await server.ReadAsync(
            "read the interactions",
            $"SELECT {RowBinaryRows.Mark}, profile, item_id, type, happened_micros, value {from} ORDER BY happened_micros, log_partition, log_offset",
            (ref row) =>
            {
                var profile = row.Utf8();
                var item = row.Utf8();
                var type = row.Utf8();
                var (time, value) = (row.Int64(), row.NullableDouble());
                if (row.IsShort || at == rows)
                {
                    return;
                }

                columns.Users[at] = users.Number("", profile);
                columns.Items[at] = items.Number("", item);
                columns.Types[at] = TypeCodes.Of(type);
                columns.Times[at] = time;
                columns.Values[at++] = (float)(value ?? double.NaN);
            },
            cancellation);
        return read == rows
            ? columns with { UserIds = users.ToArray(), ItemIds = items.ToArray() }
            : throw ClickHouseException.Away(
                new Uri(server.Settings.Url), "read the interactions", $"{rows} were counted and {read} came; events were erased meanwhile");
    }

    /// <summary>The archived events of a partition as the log had them, without a gap.</summary>
    public static async IAsyncEnumerable<EventBatch> EventsAsync(
        HistoryServer server,
        int partition,
        long offset,
        long before,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var end = Math.Min(before, (await server.MarksAsync(cancellation)).OffsetIn(partition));
        for (; offset < end; offset = Math.Min(end, offset + OffsetsAtOnce))
        {
            var until = Math.Min(end, offset + OffsetsAtOnce);
            var batches = new GaplessBatches(partition, offset);
            using var rows = await server.OpenAsync(
                "read the events",
                $"""
                SELECT {RowBinaryRows.Mark}, {EventRows.Columns} FROM {server.Tables.Rows}
                WHERE log_partition = {partition} AND log_offset >= {SqlText.Number(offset)} AND log_offset < {SqlText.Number(until)}
                ORDER BY log_offset
                """,
                cancellation);
            while (await rows.ReadSomeAsync(batches.Add, cancellation) > 0)
            {
                foreach (var batch in batches.Take())
                {
                    yield return batch;
                }
            }

            foreach (var batch in batches.Finish(until))
            {
                yield return batch;
            }
        }
    }

    /// <summary>The rows that a query for interactions is about.</summary>
    public static string Condition(InteractionQuery query, LogToken archived)
    {
        var conditions = new List<string> { "item_id != ''", SqlText.Before(archived) };
        if (UserSample.Limit(query.UserShare) is var limit and < 1L << 32)
        {
            conditions.Add($"profile_hash < {SqlText.Number(limit)}");
        }

        if (query.From is { } from)
        {
            conditions.Add($"happened_micros >= {SqlText.Number(from.Micros)}");
        }

        if (query.Before is { } before)
        {
            conditions.Add($"happened_micros < {SqlText.Number(before.Micros)}");
        }

        return string.Join(" AND ", conditions);
    }
}
