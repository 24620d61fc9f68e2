using Attune.Embedded.DuckDb;
using Attune.Embedded.History;
using Attune.Embedded.Tests;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>What people may ask ClickHouse, and what they get.</summary>
[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseQuestionTests(ClickHouseServer server)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DROP TABLE event_rows", "Only statements that read")]
    [InlineData("INSERT INTO archived VALUES (0, 99)", "Only statements that read")]
    [InlineData("ALTER TABLE event_rows DELETE WHERE 1", "Only statements that read")]
    [InlineData("CREATE TABLE t (a Int8) ENGINE = Memory", "Only statements that read")]
    [InlineData("SET max_execution_time = 0", "Only statements that read")]
    [InlineData("KILL QUERY WHERE 1 ASYNC", "Only statements that read")]
    [InlineData("SELECT 1; SELECT 2", "several statements")]
    [InlineData("SELECT 1; -- and\n DROP TABLE events", "several statements")]
    [InlineData("  ; -- nothing", "no statement")]
    [InlineData("", "no statement")]
    [InlineData("SELEC 1", "Only statements that read")]
    [InlineData("SELECT 1 FRM events", "Syntax error")]
    [InlineData("SELECT no_such FROM events", "no_such")]
    [InlineData("SELECT * FROM url('http://127.0.0.1:1/', 'TSV', 'a String')", "function url")]
    [InlineData("SELECT * FROM file ('passwd', 'TSV', 'a String')", "function file")]
    [InlineData("SELECT * FROM `remote`('127.0.0.1', system.one)", "function remote")]
    [InlineData("SELECT * FROM system.processes", "database 'system'")]
    [InlineData("SELECT * FROM \"system\" . tables", "database 'system'")]
    [InlineData("SHOW TABLES FROM system", "database 'system'")]
    [InlineData("SELECT * FROM attune_other.events", "database 'attune_other'")]
    [InlineData("SELECT 1 SETTINGS max_execution_time = 0", "SETTINGS is not taken")]
    [InlineData("SELECT 1 FORMAT JSON", "FORMAT is not taken")]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/x'", "OUTFILE is not taken")]
    public async Task A_statement_that_is_no_single_reading_query_is_refused_by_message(string sql, string message)
    {
        await using var other = await server.OpenAsync("other");
        await using var history = await server.OpenAsync(server.Workspace());
        await history.AppendAsync([QuestionTexts.Events], Cancellation);

        var refused = await Assert.ThrowsAsync<HistoryQueryException>(async () => await history.QueryAsync(sql, QueryLimits.Default, Cancellation));

        Assert.Contains(message, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(24, (await history.SummariseAsync(Cancellation)).Events);
    }

    [Theory]
    [MemberData(nameof(QuestionTexts.All), MemberType = typeof(QuestionTexts))]
    public async Task A_typical_question_has_the_answer_it_has_in_DuckDB(string sql, int rows)
    {
        using var folder = new TemporaryFolder();
        await using var duck = await DuckDbHistory.OpenAsync(folder.File("h.duckdb"), new DuckDbSettings { Threads = 1 }, Cancellation);
        await using var house = await server.OpenAsync(server.Workspace());
        await duck.AppendAsync([QuestionTexts.Events], Cancellation);
        await house.AppendAsync([QuestionTexts.Events], Cancellation);

        var expected = await duck.QueryAsync(sql, QueryLimits.Default, Cancellation);
        var answer = await house.QueryAsync(sql, QueryLimits.Default, Cancellation);

        Assert.Equal(rows, answer.Rows.Count);
        Assert.Equal(Lines(expected, sql), Lines(answer, sql));
    }

    [Fact]
    public async Task Every_type_of_value_is_one_of_few_in_the_answer()
    {
        await using var history = await server.OpenAsync(server.Workspace());
        const string Sql = """
            SELECT toInt8(-1), toUInt64('18446744073709551615'), 1.5, toFloat32(0.25), toDecimal64('-12.34', 3), toDate('2026-02-03'),
                toDateTime('2026-02-03 04:05:06', 'UTC'), toDateTime('2026-02-03 04:05:06', 'Europe/Berlin'), NULL, [1, 2], 'a\tb\\c\nd', '', nan
            """;

        var answer = await history.QueryAsync(Sql, QueryLimits.Default, Cancellation);

        Assert.Equal(
            [-1L, 18446744073709551615d, 1.5, 0.25, -12.34m, new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero), new DateTimeOffset(2026, 2, 3, 3, 5, 6, TimeSpan.Zero),
                null, "[1,2]", "a\tb\\c\nd", "", double.NaN],
            Assert.Single(answer.Rows));
        Assert.Equal("Int8", answer.Columns[0].Type);
    }

    [Fact]
    public async Task More_rows_than_the_limit_are_cut_and_said_to_be()
    {
        await using var history = await server.OpenAsync(server.Workspace());
        await history.AppendAsync([QuestionTexts.Events], Cancellation);

        var cut = await history.QueryAsync("SELECT * FROM events", QueryLimits.Default with { Rows = 23 }, Cancellation);
        var whole = await history.QueryAsync("SELECT * FROM events", QueryLimits.Default with { Rows = 24 }, Cancellation);

        Assert.Equal((23, true), (cut.Rows.Count, cut.Cut));
        Assert.Equal((24, false), (whole.Rows.Count, whole.Cut));
    }

    [Fact]
    public async Task A_question_that_runs_too_long_is_ended_and_told()
    {
        await using var history = await server.OpenAsync(server.Workspace());
        await history.AppendAsync([QuestionTexts.Events], Cancellation);

        var refused = await Assert.ThrowsAsync<HistoryQueryException>(async () => await history.QueryAsync(
            "SELECT count() FROM events WHERE sleep(3) = 0", QueryLimits.Default with { Time = TimeSpan.FromSeconds(0.2) }, Cancellation));

        Assert.Contains("longer than 0.2 seconds", refused.Message, StringComparison.Ordinal);
        Assert.Single((await history.QueryAsync("SELECT 1", QueryLimits.Default, Cancellation)).Rows);
    }

    static IEnumerable<string> Lines(QueryAnswer answer, string sql)
    {
        var lines = answer.Rows.Select(row => string.Join(" | ", row.Select(cell => FormattableString.Invariant($"{cell ?? "null"}"))));
        return sql.Contains("ORDER BY", StringComparison.Ordinal) ? lines : lines.Order(StringComparer.Ordinal);
    }
}
