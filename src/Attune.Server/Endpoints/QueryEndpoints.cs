using System.Diagnostics;
using System.Text.Json;
using Attune.Access;
using Attune.Client.Wire;
using Attune.History;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Questions to the history in SQL.</summary>
static class QueryEndpoints
{
    const int MostSqlBytes = 100_000;
    const int MostRows = 100_000;
    const int MostMilliseconds = 300_000;

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.Map("POST", "/v1/query", QueryAsync, new()
    {
        Group = "Query",
        Summary = "Answers one read-only SQL statement on the history; the table of behaviour is events.",
        Scope = ApiScope.Admin,
        Body = typeof(SqlQuestion),
        Answer = typeof(SqlAnswer),
        Problems = [413, 415],
        Longest = TimeSpan.FromMilliseconds(MostMilliseconds) + TimeSpan.FromSeconds(10),
    });

    static Task QueryAsync(HttpContext context) => JsonBody.WithAsync(context, Read, asked => QueryAsync(context, asked.Sql!, asked.Limits));

    static (string? Sql, QueryLimits Limits) Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("sql", "rows", "timeout");
        var sql = fields.Text("sql", MostSqlBytes, required: true);
        var rows = fields.Integer("rows", 1, MostRows) ?? QueryLimits.Default.Rows;
        var milliseconds = fields.Integer("timeout", 1, MostMilliseconds);
        return (sql, new QueryLimits(rows, milliseconds is { } given ? TimeSpan.FromMilliseconds(given) : QueryLimits.Default.Time));
    }

    static async Task QueryAsync(HttpContext context, string sql, QueryLimits limits)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await Caller.Of(context).Tenant.Workspace.History.QueryAsync(sql, limits, context.RequestAborted);
        context.Response.ContentType = JsonAnswer.ContentType;
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(writer, answer, Stopwatch.GetElapsedTime(began));
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    static void Write(Utf8JsonWriter writer, QueryAnswer answer, TimeSpan took)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("columns"u8);
        foreach (var (name, type) in answer.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("type"u8, type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows"u8);
        foreach (var row in answer.Rows)
        {
            writer.WriteStartArray();
            foreach (var value in row)
            {
                WriteValue(writer, value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("cut"u8, answer.Cut);
        writer.WriteNumber("tookMs"u8, Math.Round(took.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }

    static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
            case double number when !double.IsFinite(number):
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset instant:
                writer.WriteStringValue(instant);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
