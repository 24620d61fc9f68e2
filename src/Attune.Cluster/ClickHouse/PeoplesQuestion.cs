using System.Globalization;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>Answers a statement a person wrote: a single one, and only one that reads.</summary>
/// <remarks>
/// What keeps it harmless: the server runs it as read-only, in which it takes one statement, changes nothing and opens neither files nor
/// other servers; it may not name other databases (<see cref="QuestionRules"/>); its memory, time and rows are bounded. The
/// server's own rights are the wall that holds, where <see cref="ClickHouseSettings.QuestionUser"/> is set.
/// </remarks>
sealed class PeoplesQuestion(ClickHouseClient client, HistoryServer server)
{
    const int LongestAnswer = 64 << 20;

    // ClickHouse's numbers: too slow, and refused for being what readonly forbids.
    const int TooSlow = 159;
    const int ReadOnly = 164;

    long _number = server.Clock.GetUtcNow().Ticks;

    /// <summary>Answers a statement.</summary>
    /// <exception cref="HistoryQueryException">It is no single reading statement, is wrong, or needs too much.</exception>
    /// <exception cref="ClickHouseException">The server is away.</exception>
    public async ValueTask<QueryAnswer> AnswerAsync(string sql, QueryLimits limits, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limits.Rows);
        QuestionRules.Refuse(sql, server.Tables.Database, await DatabasesAsync(cancellation));
        var id = $"{server.Tables.Database}-question-{Interlocked.Increment(ref _number):x}";
        using var late = new CancellationTokenSource(limits.Time, server.Clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var answer = await client.OpenAsync(Call(sql, limits, id), ended.Token);
            return TextAnswer.Read(await answer.TextAsync(LongestAnswer, ended.Token), limits.Rows, server.Engine.TimeZone);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(id);
            cancellation.ThrowIfCancellationRequested();
            throw TooLong(limits);
        }
        catch (ClickHouseException failure) when (!failure.MayPass)
        {
            throw failure.Code switch
            {
                TooSlow => TooLong(limits),
                ReadOnly => new HistoryQueryException($"Only statements that read are answered: SELECT, WITH, DESCRIBE, SHOW, EXISTS. {failure.Said}"),
                _ => new HistoryQueryException(failure.Said),
            };
        }
    }

    ClickHouseCall Call(string sql, QueryLimits limits, string id) => new("answer a question", sql)
    {
        Database = server.Tables.Database,
        QueryId = id,
        IsQuestion = true,
        Silence = limits.Time + server.Settings.AnswerTime,
        Settings =
        [
            ("default_format", "TabSeparatedWithNamesAndTypes"),
            ("wait_end_of_query", "1"), // An error that comes late is then an error, and not the end of an answer.
            ("join_use_nulls", "1"),
            ("max_result_rows", SqlText.Number(limits.Rows + 1L)),
            ("result_overflow_mode", "break"),
            ("max_execution_time", SqlText.Number((long)Math.Ceiling(limits.Time.TotalSeconds))),
            .. server.Reading(),
            ("readonly", "1"),
        ],
    };

    // The server goes on with what nobody waits for any longer; a failure to end it is left to its own limit of time.
    async Task EndAsync(string id)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1), server.Clock);
            _ = await client.TextAsync(new ClickHouseCall("end a question", $"KILL QUERY WHERE query_id = {SqlText.Text(id)} ASYNC"), soon.Token);
        }
        catch (Exception failure) when (failure is ClickHouseException or OperationCanceledException)
        {
        }
    }

    async ValueTask<IReadOnlySet<string>> DatabasesAsync(CancellationToken cancellation) =>
        (await server.LinesAsync("list its databases", "SELECT name FROM system.databases FORMAT TabSeparatedRaw", cancellation)).ToHashSet(StringComparer.Ordinal);

    static HistoryQueryException TooLong(QueryLimits limits) => new(string.Create(
        CultureInfo.InvariantCulture, $"The query ran longer than {limits.Time.TotalSeconds:0.###} seconds and was ended; narrow it, by time for one."));
}
