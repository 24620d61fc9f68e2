using System.Text;
using Attune.Events;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>Counts which items users had together, in ClickHouse.</summary>
/// <remarks>
/// Each user's events become one array, and the array's pairs another, without a join: both engines, the old and the new, have the
/// functions. A user's rows are on one shard, so on a cluster the shards make the pairs and the server asked adds them up.
/// </remarks>
static class TogetherCounting
{
    /// <summary>Counts.</summary>
    public static async ValueTask<CoOccurrenceCounts> ReadAsync(HistoryServer server, CoOccurrenceQuery query, CancellationToken cancellation)
    {
        var archived = await server.MarksAsync(cancellation);
        var statements = Statements(server.Tables.Rows, query, archived);
        var users = 0L;
        var items = new List<(string, long)>();
        var pairs = new List<(string, string, long)>();
        await server.ReadAsync("count the users", statements.Users, (ref row) => users = row.Int64(), cancellation);
        await server.ReadAsync(
            "count the users of items",
            statements.Items,
            (ref row) =>
            {
                var item = row.Utf8();
                var count = row.Int64();
                if (!row.IsShort)
                {
                    items.Add((Encoding.UTF8.GetString(item), count));
                }
            },
            cancellation);
        await server.ReadAsync(
            "count what is together",
            statements.Pairs,
            (ref row) =>
            {
                var item = row.Utf8();
                var partner = row.Utf8();
                var count = row.Int64();
                if (!row.IsShort)
                {
                    pairs.Add((Encoding.UTF8.GetString(item), Encoding.UTF8.GetString(partner), count));
                }
            },
            cancellation);
        return CoOccurrenceCounts.Of(users, items, pairs);
    }

    /// <summary>The three statements: users, users by item, users by pair.</summary>
    internal static (string Users, string Items, string Pairs) Statements(string rows, CoOccurrenceQuery query, LogToken archived)
    {
        var from = $"FROM {rows} WHERE {Condition(query, archived)} GROUP BY profile";
        var most = query.LongestUser + 1;
        var window = query.Window.Ticks / TimeSpan.TicksPerMicrosecond;
        var users = $"SELECT {RowBinaryRows.Mark}, toInt64(count()) FROM (SELECT profile, count() AS events {from} HAVING events < {most})";
        var items = $"""
            SELECT {RowBinaryRows.Mark}, item, toInt64(count()) FROM (
                SELECT arrayJoin(items) AS item FROM (
                    SELECT profile, count() AS events, groupUniqArray(item_id) AS items {from} HAVING events < {most}))
            GROUP BY item ORDER BY item
            """;

        // Of too long a user no more is kept in memory than shows that it is too long.
        var pairs = $"""
            SELECT {RowBinaryRows.Mark}, item, partner, together FROM (
                SELECT arrayJoin([(low, high), (high, low)]) AS way, way.1 AS item, way.2 AS partner, together FROM (
                    SELECT pair.1 AS low, pair.2 AS high, toInt64(count()) AS together FROM (
                        SELECT arrayJoin(pairs) AS pair FROM (
                            SELECT profile, arraySort(groupArray({most})((happened_micros, log_partition, log_offset, item_id))) AS seq,
                                arrayReduce('groupUniqArrayArray', arrayMap(
                                    i -> arrayMap(
                                        j -> if(seq[i].4 < j.4, (seq[i].4, j.4), (j.4, seq[i].4)),
                                        arrayFilter(j -> j.1 - seq[i].1 <= {window} AND j.4 != seq[i].4, arraySlice(seq, i + 1, {query.Steps}))),
                                    arrayEnumerate(seq))) AS pairs
                            {from} HAVING length(seq) < {most}))
                    GROUP BY low, high HAVING together >= {query.FewestUsers}))
            ORDER BY item, together DESC, partner LIMIT {query.Partners} BY item
            SETTINGS max_block_size = 1024, distributed_group_by_no_merge = 1
            """;
        return (users, items, pairs);
    }

    static string Condition(CoOccurrenceQuery query, LogToken archived)
    {
        var condition = Readings.Condition(new InteractionQuery { From = query.From, Before = query.Before, UserShare = query.UserShare }, archived);
        return query.Types switch
        {
            null => condition,
            { Count: 0 } => "0",
            var types => $"{condition} AND type IN ({string.Join(", ", types.Select(type => SqlText.Text(type.Name)))})",
        };
    }
}
