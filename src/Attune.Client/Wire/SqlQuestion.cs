using System.Text.Json;

namespace Attune.Client.Wire;

/// <summary>One read-only SQL statement on the history: the body of <c>POST /v1/query</c>.</summary>
/// <param name="Sql">A single query, at most 100 000 UTF-8 bytes. The table of behaviour is <c>events</c>.</param>
/// <param name="Rows">Most rows answered, 1 to 100 000; 10 000 where null.</param>
/// <param name="Timeout">Longest run in milliseconds, 1 to 300 000; 30 000 where null.</param>
public sealed record SqlQuestion(string Sql, int? Rows = null, int? Timeout = null);

/// <summary>The answer to a query.</summary>
/// <param name="Columns">In order.</param>
/// <param name="Rows">Each as long as <paramref name="Columns"/>.</param>
/// <param name="Cut">True where there were more rows than asked for.</param>
/// <param name="TookMs">Milliseconds it ran.</param>
public sealed record SqlAnswer(
    IReadOnlyList<SqlColumn> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, bool Cut, double TookMs);

/// <summary>One column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its SQL type.</param>
public sealed record SqlColumn(string Name, string Type);
