using System.Globalization;
using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.History.Surveying;

namespace Attune.Embedded.History;

/// <summary>Surveys the events in DuckDB.</summary>
sealed class EventSurvey(DuckFile file) : IEventSurvey
{
    const long MicrosAMinute = 60_000_000, MicrosADay = 1_440 * MicrosAMinute;

    // A text and nothing else, as the other engine has it; most contexts name no source and are not read.
    const string Source = """CASE WHEN context LIKE '%"source"%' AND json_type(context, '$.source') = 'VARCHAR' THEN context ->> '$.source' ELSE '' END""";

    // Sorting 64 bits takes half the time of sorting three texts, and two acts of one number are hardly ever within a second of each other.
    const string Act = "hash(user_id, CASE WHEN user_id IS NULL THEN session_id END, item_id, type)";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TypeTally>> TypesAsync(SurveyQuery query, CancellationToken cancellation)
    {
        var prompt = $"accepted_at - happened_at <= to_microseconds({Micros(query.Checked().Prompt)})";
        return ListAsync(
            $"""
            SELECT type, count(*), count(*) FILTER (WHERE user_id IS NULL), count(*) FILTER (WHERE session_id IS NULL),
                count(*) FILTER (WHERE {prompt}), count(*) FILTER (WHERE {prompt} AND recommendation_id IS NULL)
            FROM events WHERE {Accepted(query)} AND {Except([EventType.Merge])} GROUP BY type ORDER BY type
            """,
            (result, row) => new TypeTally(
                Text(result, 0, row), Number(result, 1, row), Number(result, 2, row), Number(result, 3, row), Number(result, 4, row), Number(result, 5, row)),
            cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MixTally>> MixAsync(SurveyQuery query, CancellationToken cancellation)
    {
        _ = query.Checked();
        var lately = query.Now.Plus(-query.Lately);
        return ListAsync(
            $"""
            SELECT type, count(*) FILTER (WHERE happened_at >= {Instant(lately)}), count(*) FILTER (WHERE happened_at < {Instant(lately)})
            FROM events WHERE happened_at >= {Instant(lately.Plus(-query.Earlier))} AND happened_at < {Instant(query.Now)} AND {Except([EventType.Merge])}
            GROUP BY type ORDER BY type
            """,
            (result, row) => new MixTally(Text(result, 0, row), Number(result, 1, row), Number(result, 2, row)),
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<RepeatTally> RepeatsAsync(SurveyQuery query, CancellationToken cancellation)
    {
        var count = new RepeatCount(query.Checked().Examples);
        await EachAsync(
            $"""
            SELECT {UserShares.Profile} AS profile, item_id, type, count(*) FROM events WHERE rowid IN (
                SELECT place FROM (
                    SELECT rowid AS place, happened_at - lag(happened_at) OVER (PARTITION BY {Act} ORDER BY happened_at) AS after
                    FROM events WHERE {Accepted(query)} AND item_id IS NOT NULL AND {Except(SurveyQuery.NotActs)})
                WHERE after <= to_microseconds({Micros(query.RepeatWithin)}))
            GROUP BY profile, item_id, type
            """,
            (result, row) => count.Add(new RepeatedAct(Text(result, 0, row), Text(result, 1, row), Text(result, 2, row), Number(result, 3, row))),
            cancellation);
        return count.Finish();
    }

    /// <inheritdoc/>
    public async ValueTask<ClockTally> ClocksAsync(SurveyQuery query, CancellationToken cancellation)
    {
        _ = query.Checked();
        var count = new ClockCount();
        await EachAsync(
            $"""
            SELECT minute, source, count(*), count(*) FILTER (WHERE ahead > {Micros(query.Ahead)}), count(*) FILTER (WHERE ahead < -{Micros(query.Behind)}),
                max(ahead), min(ahead)
            FROM (
                SELECT epoch_us(accepted_at) // {MicrosAMinute} AS minute, {Source} AS source, epoch_us(happened_at) - epoch_us(accepted_at) AS ahead
                FROM events WHERE {Accepted(query)} AND {Except([EventType.Merge])})
            GROUP BY minute, source ORDER BY minute, source
            """,
            (result, row) => count.Add(
                Number(result, 0, row), Text(result, 1, row), Number(result, 2, row), Number(result, 3, row), Number(result, 4, row), Number(result, 5, row), Number(result, 6, row)),
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
            await EachAsync(
                $"""
                SELECT profile, max(acts), sum(acts)::BIGINT FROM (
                    SELECT {UserShares.Profile} AS profile, epoch_us(happened_at) // {micros} AS span, count(*) AS acts
                    FROM events WHERE {Accepted(query)} AND {Except(SurveyQuery.InBulk)} GROUP BY profile, span HAVING count(*) > {limit})
                GROUP BY profile
                """,
                (result, row) => count.Add(Text(result, 0, row), micros == MicrosADay, Number(result, 1, row), Number(result, 2, row)),
                cancellation);
        }

        return count.Finish(query.Examples);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ItemTally>> ItemsAsync(SurveyQuery query, CancellationToken cancellation) => ListAsync(
        $"SELECT item_id, count(*) FILTER (WHERE {Accepted(query)}) FROM events WHERE item_id IS NOT NULL GROUP BY item_id",
        (result, row) => new ItemTally(Text(result, 0, row), Number(result, 1, row)),
        cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> RecommendationIdsAsync(SurveyQuery query, int most, CancellationToken cancellation) => ListAsync(
        string.Create(CultureInfo.InvariantCulture, $"""
            SELECT recommendation_id FROM events WHERE {Accepted(query)} AND recommendation_id IS NOT NULL
            GROUP BY recommendation_id ORDER BY max(accepted_at) DESC, recommendation_id LIMIT {most}
            """),
        (result, row) => Text(result, 0, row),
        cancellation);

    async ValueTask<IReadOnlyList<T>> ListAsync<T>(string sql, Func<DuckResult, int, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await EachAsync(sql, (result, row) => rows.Add(read(result, row)), cancellation);
        return rows;
    }

    ValueTask<bool> EachAsync(string sql, Action<DuckResult, int> read, CancellationToken cancellation) => file.ReadAsync(
        connection =>
        {
            connection.Each(sql, read, cancellation);
            return true;
        },
        cancellation);

    static string Text(DuckResult result, int column, int row) => result.Texts(column).String(row);

    static long Number(DuckResult result, int column, int row) => result.Values<long>(column)[row];

    static string Accepted(SurveyQuery query) => $"accepted_at >= {Instant(query.Since)}";

    static string Instant(EventTime time) => string.Create(CultureInfo.InvariantCulture, $"make_timestamp({time.Micros})");

    static string Except(IReadOnlyList<EventType> types) => $"type NOT IN ({string.Join(", ", types.Select(type => $"'{type.Name}'"))})";

    static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
