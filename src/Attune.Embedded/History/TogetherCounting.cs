using Attune.Embedded.DuckDb;
using Attune.History;

namespace Attune.Embedded.History;

/// <summary>Counts which items users had together, in DuckDB.</summary>
static class TogetherCounting
{
    // The places are numbered before the pairs are made, so that a pair is a join on the profile and two bounds.
    static string Sequences(CoOccurrenceQuery query) => $"""
        sequences AS (
            SELECT profile, item_id, happened_at, row_number() OVER (PARTITION BY profile ORDER BY happened_at, log_partition, log_offset) AS place
            FROM (SELECT {UserShares.Profile} AS profile, item_id, happened_at, log_partition, log_offset FROM events WHERE {Condition(query)})
            QUALIFY count(*) OVER (PARTITION BY profile) <= {query.LongestUser})
        """;

    public static CoOccurrenceCounts Read(DuckConnection connection, CoOccurrenceQuery query, CancellationToken cancellation)
    {
        var users = 0L;
        var items = new List<(string, long)>();
        var pairs = new List<(string, string, long)>();
        Each($"WITH {Sequences(query)} SELECT count(DISTINCT profile) FROM sequences", (result, row) => users = result.Values<long>(0)[row]);
        Each(
            $"WITH {Sequences(query)} SELECT item_id, count(DISTINCT profile) FROM sequences GROUP BY item_id ORDER BY item_id",
            (result, row) => items.Add((result.Texts(0).String(row), result.Values<long>(1)[row])));
        Each(
            $"""
            WITH {Sequences(query)},
            pairs AS (
                SELECT DISTINCT a.profile, least(a.item_id, b.item_id) AS low, greatest(a.item_id, b.item_id) AS high
                FROM sequences a JOIN sequences b ON a.profile = b.profile AND b.place > a.place AND b.place <= a.place + {query.Steps}
                WHERE b.happened_at - a.happened_at <= to_microseconds({EventMicros(query.Window)}) AND a.item_id <> b.item_id),
            counts AS (SELECT low, high, count(*) AS together FROM pairs GROUP BY low, high HAVING count(*) >= {query.FewestUsers}),
            both_ways AS (SELECT low AS item, high AS partner, together FROM counts UNION ALL SELECT high, low, together FROM counts)
            SELECT item, partner, together FROM both_ways
            QUALIFY row_number() OVER (PARTITION BY item ORDER BY together DESC, partner) <= {query.Partners}
            ORDER BY item, together DESC, partner
            """,
            (result, row) => pairs.Add((result.Texts(0).String(row), result.Texts(1).String(row), result.Values<long>(2)[row])));
        return CoOccurrenceCounts.Of(users, items, pairs);

        void Each(string sql, Action<DuckResult, int> read) => connection.Each(sql, read, cancellation);
    }

    static string Condition(CoOccurrenceQuery query)
    {
        var conditions = new List<string> { "item_id IS NOT NULL", UserShares.Condition(query.UserShare) };
        if (query.From is { } from)
        {
            conditions.Add($"happened_at >= make_timestamp({from.Micros})");
        }

        if (query.Before is { } before)
        {
            conditions.Add($"happened_at < make_timestamp({before.Micros})");
        }

        if (query.Types is { } types)
        {
            conditions.Add(types.Count == 0 ? "false" : $"type IN ({string.Join(", ", types.Select(type => $"'{type.Name.Replace("'", "''", StringComparison.Ordinal)}'"))})");
        }

        return string.Join(" AND ", conditions);
    }

    static long EventMicros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
