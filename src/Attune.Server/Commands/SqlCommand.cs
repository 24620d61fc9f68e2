using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune sql "select …"</c>: one read-only statement on the history.</summary>
static class SqlCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var statement = new Argument<string>("statement") { Description = "One SELECT, WITH, DESCRIBE or SUMMARIZE; the table is events." };
        var rows = new Option<int>("--rows") { Description = "Most rows to answer with, 1 to 10000.", DefaultValueFactory = _ => 1000 };
        var command = new Verb(
            "sql",
            "Ask the history a question in SQL.",
            "attune sql \"select type, count(*) as events from events group by type\"") { statement, rows };
        where.AddTo(command);
        command.SetAction((parsed, cancellation) =>
            RunAsync(where.Read(parsed), parsed.GetRequiredValue(statement), parsed.GetValue(rows), cancellation));
        return command;
    }

    static async Task<int> RunAsync(Where where, string statement, int rows, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var answer = await session.Client.QueryAsync(new SqlQuestion(statement, rows), cancellation);
        if (where.Json)
        {
            Output.Json(answer, WireJson.Default.SqlAnswer);
            return ExitCode.Good;
        }

        Output.Table([.. answer.Columns.Select(column => column.Name)], [.. answer.Rows.Select(row => row.Select(Text).ToList())]);
        Output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{answer.Rows.Count} rows{(answer.Cut ? " (cut; --rows allows more)" : "")}, {answer.TookMs:0} ms"));
        return ExitCode.Good;
    }

    static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };
}
