using System.Text;
using Attune.Embedded.DuckDb;
using Attune.History;

namespace Attune.Embedded.History;

/// <summary>Answers a statement a person wrote: a single one, and only one that reads.</summary>
/// <remarks>
/// What keeps it harmless: the statement's kind is looked at before it runs; the transaction it runs in is read-only (so that
/// EXPLAIN ANALYZE of a DELETE fails as well); the database was opened without access to files, network and extensions.
/// </remarks>
static class PeoplesQuery
{
    public static QueryAnswer Answer(DuckConnection connection, string sql, int mostRows, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostRows);
        using var asked = Prepare(connection, sql);
        using var result = asked.Stream();
        var types = Enumerable.Range(0, result.Columns).Select(result.TypeOf).ToArray();
        var columns = types.Select((type, column) => (result.NameOf(column), type.Name)).ToArray();
        if (types.All(type => type.IsPlain))
        {
            return Read(result, columns, types, mostRows, cancellation);
        }

        result.Dispose();
        return AnswerAsText(connection, sql, columns, types, mostRows, cancellation);
    }

    static DuckStatement Prepare(DuckConnection connection, string sql)
    {
        if (connection.PrepareOnly(sql, out var count) is not { } statement)
        {
            throw new HistoryQueryException(count == 0
                ? "There is no statement in the text."
                : $"There are {count} statements in the text; one is answered at a time.");
        }

        var refused = statement switch
        {
            { Kind: not (DuckStatementKind.Select or DuckStatementKind.Explain) } =>
                "Only statements that read are answered: SELECT, WITH, FROM, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN.",
            { Parameters: > 0 } => $"The statement has {statement.Parameters} parameters; write the values into it.",
            _ => null,
        };
        if (refused is null)
        {
            return statement;
        }

        statement.Dispose();
        throw new HistoryQueryException(refused);
    }

    // Lists, structs, intervals and the like are turned to text by DuckDB itself, in a query around the one that was asked.
    static QueryAnswer AnswerAsText(
        DuckConnection connection,
        string sql,
        (string Name, string Type)[] columns,
        DuckColumnType[] types,
        int mostRows,
        CancellationToken cancellation)
    {
        var text = new StringBuilder("SELECT ");
        text.AppendJoin(", ", types.Select((type, column) => type.IsPlain ? $"c{column}" : $"c{column}::VARCHAR"));
        text.Append(" FROM (").Append(sql.TrimEnd().TrimEnd(';')).Append("\n) AS answer(");
        text.AppendJoin(", ", types.Select((_, column) => $"c{column}")).Append(')');
        using var result = connection.Query(text.ToString());
        var plain = types.Select(type => type.IsPlain ? type : new DuckColumnType(DuckType.Varchar, 0, 0, DuckType.Invalid));
        return Read(result, columns, [.. plain], mostRows, cancellation);
    }

    static QueryAnswer Read(
        DuckResult result,
        (string Name, string Type)[] columns,
        DuckColumnType[] types,
        int mostRows,
        CancellationToken cancellation)
    {
        var rows = new List<IReadOnlyList<object?>>();
        while (result.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < result.RowCount; row++)
            {
                if (rows.Count == mostRows)
                {
                    return new QueryAnswer(columns, rows, Cut: true);
                }

                var cells = new object?[types.Length];
                for (var column = 0; column < cells.Length; column++)
                {
                    cells[column] = DuckCell.Read(result, column, types[column], row);
                }

                rows.Add(cells);
            }
        }

        return new QueryAnswer(columns, rows, Cut: false);
    }
}
