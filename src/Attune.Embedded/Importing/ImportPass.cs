namespace Attune.Embedded.Importing;

/// <summary>One reading of one file, in SQL: what a mapping or a preset comes down to.</summary>
sealed record ImportPass
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What its rows are.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>What stands behind FROM, with an ORDER BY where the file's own order is not wanted.</summary>
    public required string From { get; init; }

    /// <summary>By field: an expression of type VARCHAR. <see cref="ImportField.Time"/> comes as microseconds in <see cref="Micros"/>.</summary>
    public required IReadOnlyDictionary<ImportField, string> Fields { get; init; }

    /// <summary>The event's time as BIGINT, microseconds since 1970; NULL where it cannot be read.</summary>
    public string Micros { get; init; } = "NULL";

    /// <summary>The properties of the item or user as JSON; NULL where the row says nothing of them.</summary>
    public string Properties { get; init; } = "NULL";

    /// <summary>True where an item keeps the properties of the first row that names it; otherwise every change is handed on.</summary>
    public bool FirstPropertiesHold { get; init; }

    /// <summary>Rows to pass over: the first condition that holds gives the reason.</summary>
    public IReadOnlyList<(string Reason, string Condition)> LeftOut { get; init; } = [];

    /// <summary>The table DuckDB notes the lines in that it could not split into cells; null where the format has no such lines.</summary>
    public string? Rejects { get; init; }

    /// <summary>What stands behind FROM when the rows are counted: the same rows, without noting anything.</summary>
    public required string Countable { get; init; }

    /// <summary>The query whose columns <see cref="RowReading"/> reads by position.</summary>
    public string Select()
    {
        var reasons = string.Concat(LeftOut.Select((left, reason) => $" WHEN ({left.Condition}) THEN {reason}"));
        return $"""
            SELECT {(reasons.Length == 0 ? "NULL" : $"CASE{reasons} END")}::INTEGER,
                   {string.Join(", ", Enum.GetValues<ImportField>().Select(Expression))},
                   ({Micros})::BIGINT,
                   TRY_CAST({Expression(ImportField.Value)} AS DOUBLE),
                   ({Properties})::VARCHAR
            FROM {From}
            """;
    }

    string Expression(ImportField field) => Fields.TryGetValue(field, out var sql) ? $"({sql})::VARCHAR" : "NULL::VARCHAR";
}

/// <summary>The fields of a row, in the order in which they are selected.</summary>
enum ImportField
{
    Event,
    Type,
    User,
    Session,
    Item,
    Time,
    Value,
    Recommendation,
    Context,
}
