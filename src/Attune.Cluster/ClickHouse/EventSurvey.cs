using System.Text;
using Attune.Events;
using Attune.History.Surveying;

namespace Attune.Cluster.ClickHouse;

/// <summary>Surveys the events in ClickHouse, in words that the old engine and the new one know.</summary>
sealed class EventSurvey(HistoryServer server) : IEventSurvey
{
    const long MicrosAMinute = 60_000_000, MicrosADay = 1_440 * MicrosAMinute;

    // The server goes on with what nobody waits for any longer; not for ever.
    const int LongestSeconds = 60;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TypeTally>> TypesAsync(SurveyQuery query, CancellationToken cancellation)
    {
        var prompt = $"accepted_micros - happened_micros <= {Micros(query.Checked().Prompt)}";
        return ListAsync(
            "count the types",
            $"""
            type, toInt64(count()), toInt64(countIf(NOT startsWith(profile, 'u:'))), toInt64(countIf(session_id = '')),
                toInt64(countIf({prompt})), toInt64(countIf({prompt} AND recommendation_id = ''))
            """,
            $"{Accepted(query)} AND {Except([EventType.Merge])}",
            "GROUP BY type ORDER BY type",
            (ref row) => new TypeTally(Text(ref row), row.Int64(), row.Int64(), row.Int64(), row.Int64(), row.Int64()),
            cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MixTally>> MixAsync(SurveyQuery query, CancellationToken cancellation)
    {
        _ = query.Checked();
        var lately = query.Now.Plus(-query.Lately);
        return ListAsync(
            "count the types by time",
            $"type, toInt64(countIf(happened_micros >= {Number(lately)})), toInt64(countIf(happened_micros < {Number(lately)}))",
            $"happened_micros >= {Number(lately.Plus(-query.Earlier))} AND happened_micros < {Number(query.Now)} AND {Except([EventType.Merge])}",
            "GROUP BY type ORDER BY type",
            (ref row) => new MixTally(Text(ref row), row.Int64(), row.Int64()),
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<RepeatTally> RepeatsAsync(SurveyQuery query, CancellationToken cancellation)
    {
        var count = new RepeatCount(query.Checked().Examples);

        // By their places, too: a row that arrived twice is one event.
        var times = $"""
            SELECT profile, item_id, type, arraySort(groupUniqArray((happened_micros, log_partition, log_offset))) AS times,
                toInt64(arrayCount((one, next) -> next.1 - one.1 <= {Micros(query.RepeatWithin)}, arrayPopBack(times), arrayPopFront(times))) AS again
            FROM {server.Tables.Rows} WHERE {await WhereAsync($"{Accepted(query)} AND item_id != '' AND {Except(SurveyQuery.NotActs)}", cancellation)}
            GROUP BY profile, item_id, type HAVING count() > 1
            """;
        await ReadAsync(
            "count the repeats",
            $"SELECT {RowBinaryRows.Mark}, profile, item_id, type, again FROM ({times}) WHERE again > 0",
            (ref row) => new RepeatedAct(Text(ref row), Text(ref row), Text(ref row), row.Int64()),
            count.Add,
            cancellation);
        return count.Finish();
    }

    /// <inheritdoc/>
    public async ValueTask<ClockTally> ClocksAsync(SurveyQuery query, CancellationToken cancellation)
    {
        _ = query.Checked();
        var count = new ClockCount();
        await ReadAsync(
            "compare the clocks",
            $"""
            SELECT {RowBinaryRows.Mark}, minute, source, toInt64(count()), toInt64(countIf(ahead > {Micros(query.Ahead)})), toInt64(countIf(ahead < -{Micros(query.Behind)})),
                max(ahead), min(ahead)
            FROM (
                SELECT intDiv(accepted_micros, {MicrosAMinute}) AS minute, visitParamExtractString(context, 'source') AS source, happened_micros - accepted_micros AS ahead
                FROM {server.Tables.Rows} WHERE {await WhereAsync($"{Accepted(query)} AND {Except([EventType.Merge])}", cancellation)})
            GROUP BY minute, source ORDER BY minute, source
            """,
            (ref row) => (Minute: row.Int64(), Source: Text(ref row), Events: row.Int64(), Ahead: row.Int64(), Behind: row.Int64(), Latest: row.Int64(), Earliest: row.Int64()),
            row => count.Add(row.Minute, row.Source, row.Events, row.Ahead, row.Behind, row.Latest, row.Earliest),
            cancellation);
        return count.Finish();
    }

    /// <inheritdoc/>
    public async ValueTask<RateTally> RatesAsync(SurveyQuery query, CancellationToken cancellation)
    {
        _ = query.Checked();
        var count = new RateCount();
        foreach (var (micros, limit) in new[] { (MicrosAMinute, query.MostAMinute), (MicrosADay, query.MostADay) })
        {
            await ReadAsync(
                "count what was done at a time",
                $"""
                SELECT {RowBinaryRows.Mark}, profile, toInt64(max(acts)), toInt64(sum(acts)) FROM (
                    SELECT profile, intDiv(happened_micros, {micros}) AS span, count() AS acts
                    FROM {server.Tables.Rows} WHERE {await WhereAsync($"{Accepted(query)} AND {Except(SurveyQuery.InBulk)}", cancellation)}
                    GROUP BY profile, span HAVING acts > {limit})
                GROUP BY profile
                """,
                (ref row) => (Profile: Text(ref row), Most: row.Int64(), Events: row.Int64()),
                row => count.Add(row.Profile, micros == MicrosADay, row.Most, row.Events),
                cancellation);
        }

        return count.Finish(query.Examples);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ItemTally>> ItemsAsync(SurveyQuery query, CancellationToken cancellation) => ListAsync(
        "count the items",
        $"item_id, toInt64(countIf({Accepted(query)}))",
        "item_id != ''",
        "GROUP BY item_id",
        (ref row) => new ItemTally(Text(ref row), row.Int64()),
        cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> RecommendationIdsAsync(SurveyQuery query, int most, CancellationToken cancellation) => ListAsync(
        "read the recommendation ids",
        "recommendation_id",
        $"{Accepted(query)} AND recommendation_id != ''",
        $"GROUP BY recommendation_id ORDER BY max(accepted_micros) DESC, recommendation_id LIMIT {SqlText.Number(most)}",
        Text,
        cancellation);

    async ValueTask<IReadOnlyList<T>> ListAsync<T>(string doing, string columns, string where, string rest, ReadingRow<T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await ReadAsync(
            doing,
            $"SELECT {RowBinaryRows.Mark}, {columns} FROM {server.Tables.Rows} WHERE {await WhereAsync(where, cancellation)} {rest}",
            read,
            rows.Add,
            cancellation);
        return rows;
    }

    async ValueTask ReadAsync<T>(string doing, string sql, ReadingRow<T> read, Action<T> take, CancellationToken cancellation) =>
        await server.ReadAsync(
            doing,
            $"{sql} SETTINGS max_execution_time = {LongestSeconds}",
            (ref row) =>
            {
                var one = read(ref row);
                if (!row.IsShort)
                {
                    take(one);
                }
            },
            cancellation);

    // Whole appends only, as everything the engine reads.
    async ValueTask<string> WhereAsync(string condition, CancellationToken cancellation) =>
        $"{condition} AND {SqlText.Before(await server.MarksAsync(cancellation))}";

    delegate T ReadingRow<T>(ref RowBinaryRow row);

    static string Text(ref RowBinaryRow row) => Encoding.UTF8.GetString(row.Utf8());

    static string Accepted(SurveyQuery query) => $"accepted_micros >= {Number(query.Since)}";

    static string Except(IReadOnlyList<EventType> types) => $"type NOT IN ({string.Join(", ", types.Select(type => SqlText.Text(type.Name)))})";

    static string Number(EventTime time) => SqlText.Number(time.Micros);

    static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
