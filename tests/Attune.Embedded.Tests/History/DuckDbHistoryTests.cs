using Attune.Embedded.DuckDb;
using Attune.Embedded.History;
using Attune.History;

namespace Attune.Embedded.Tests.History;

public sealed class DuckDbHistoryTests : HistoryBehavior, IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("DELETE FROM events", "Only statements that read")]
    [InlineData("INSERT INTO events SELECT * FROM events", "Only statements that read")]
    [InlineData("CREATE TABLE t (a INTEGER)", "Only statements that read")]
    [InlineData("SET threads = 1", "Only statements that read")]
    [InlineData("PRAGMA enable_profiling", "Only statements that read")]
    [InlineData("COPY events TO '/tmp/attune-out.csv'", "disabled")]
    [InlineData("ATTACH '/tmp/attune-other.duckdb'", "Only statements that read")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM events", "read-only")]
    [InlineData("SELECT 1; SELECT 2", "2 statements")]
    [InlineData("  ; -- nothing", "no statement")]
    [InlineData("", "no statement")]
    [InlineData("SELECT ?", "1 parameters")]
    [InlineData("SELEC 1", "syntax error")]
    [InlineData("SELECT no_such FROM events", "no_such")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "disabled")]
    [InlineData("SELECT * FROM '/etc/passwd.csv'", "disabled")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')", "disabled")]
    [InlineData("SELECT * FROM glob('/etc/*')", "disabled")]
    [InlineData("SELECT 'x'::INTEGER", "Could not convert")]
    public async Task A_statement_that_is_no_single_reading_query_is_refused_by_message(string sql, string message)
    {
        await using var history = await OpenAsync();
        await history.AppendAsync([Batch(0, 0, Event("a", "x", 1))], Cancellation);

        var refused = await Assert.ThrowsAsync<HistoryQueryException>(async () =>
            await history.QueryAsync(sql, QueryLimits.Default, Cancellation));

        Assert.Contains(message, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, (await history.SummariseAsync(Cancellation)).Events);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM events")]
    [InlineData("WITH t AS (SELECT 1 AS a) SELECT a FROM t;")]
    [InlineData("FROM events")]
    [InlineData("VALUES (1)")]
    [InlineData("DESCRIBE events")]
    [InlineData("SHOW TABLES")]
    [InlineData("SUMMARIZE events")]
    [InlineData("EXPLAIN SELECT 1")]
    public async Task Every_kind_of_reading_statement_is_answered(string sql)
    {
        await using var history = await OpenAsync();
        await history.AppendAsync([Batch(0, 0, Event("a", "x", 1))], Cancellation);

        Assert.NotEmpty((await history.QueryAsync(sql, QueryLimits.Default, Cancellation)).Rows);
    }

    [Fact]
    public async Task Every_type_of_value_is_one_of_few_in_the_answer()
    {
        await using var history = await OpenAsync();
        const string Sql = """
            SELECT true, 1::TINYINT, -2::SMALLINT, 3, 4::BIGINT, 18446744073709551615::UBIGINT, sum(5), 1.5::FLOAT, 2.5::DOUBLE,
                   -12.340::DECIMAL(9,3), 12345678901234567890.5::DECIMAL(38,1), DATE '2026-02-03',
                   TIMESTAMP '2026-02-03 04:05:06.789', NULL, [1, 2], {'a': 1}, INTERVAL 3 DAY, TIME '01:02:03', 'text'
            """;

        var answer = await history.QueryAsync(Sql, QueryLimits.Default, Cancellation);

        Assert.Equal(
            [true, 1L, -2L, 3L, 4L, 18446744073709551615d, 5L, 1.5, 2.5, -12.340m, 12345678901234567890.5m,
                new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
                null, "[1, 2]", "{'a': 1}", "3 days", "01:02:03", "text"],
            Assert.Single(answer.Rows));
        Assert.Equal("DECIMAL(9,3)", answer.Columns[9].Type);
        Assert.False(answer.Cut);
    }

    [Fact]
    public async Task More_rows_than_the_limit_are_cut_and_said_to_be()
    {
        await using var history = await OpenAsync();

        var answer = await history.QueryAsync(
            "SELECT * FROM range(5000)", QueryLimits.Default with { Rows = 3000 }, Cancellation);
        var whole = await history.QueryAsync(
            "SELECT * FROM range(3000)", QueryLimits.Default with { Rows = 3000 }, Cancellation);

        Assert.Equal((3000, true), (answer.Rows.Count, answer.Cut));
        Assert.Equal((3000, false), (whole.Rows.Count, whole.Cut));
    }

    [Theory]
    [InlineData("SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b")]
    [InlineData("SELECT a.range * b.range FROM range(10000000) a, range(1000000) b WHERE a.range * b.range < 0")]
    public async Task A_query_that_runs_too_long_is_ended_and_told(string sql)
    {
        await using var history = await OpenAsync();

        var refused = await Assert.ThrowsAsync<HistoryQueryException>(async () => await history.QueryAsync(
            sql, QueryLimits.Default with { Time = TimeSpan.FromSeconds(0.2) }, Cancellation));

        Assert.Contains("longer than 0.2 seconds", refused.Message, StringComparison.Ordinal);
        Assert.Single((await history.QueryAsync("SELECT 1", QueryLimits.Default, Cancellation)).Rows);
    }

    [Fact]
    public async Task A_query_that_is_cancelled_ends_as_cancelled()
    {
        await using var history = await OpenAsync();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await history.QueryAsync(
            "SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b", QueryLimits.Default, cancelled.Token));
    }

    [Fact]
    public async Task A_query_that_needs_too_much_memory_fails_by_message_and_the_history_lives_on()
    {
        await using var history = await DuckDbHistory.OpenAsync(
            _folder.File("small.duckdb"), new DuckDbSettings { MemoryBytes = 64 << 20, Threads = 1 }, Cancellation);

        var refused = await Assert.ThrowsAsync<HistoryQueryException>(async () =>
            await history.QueryAsync("SELECT list(range) FROM range(100000000)", QueryLimits.Default, Cancellation));

        Assert.Contains("memory", refused.Message, StringComparison.OrdinalIgnoreCase);
        await history.AppendAsync([Batch(0, 0, Event("a", "x", 1))], Cancellation);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_by_name()
    {
        await using var history = await OpenAsync();
        var garbage = _folder.Write("garbage.duckdb", new string('x', 20_000));

        var refused = await Assert.ThrowsAsync<DuckDbException>(async () =>
            await DuckDbHistory.OpenAsync(garbage, new DuckDbSettings(), Cancellation));

        Assert.Contains("garbage.duckdb", refused.Message, StringComparison.Ordinal);
    }

    protected override async ValueTask<IHistory> OpenAsync() =>
        await DuckDbHistory.OpenAsync(_folder.File("history.duckdb"), new DuckDbSettings { Threads = 2 }, Cancellation);
}
