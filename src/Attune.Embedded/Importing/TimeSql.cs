namespace Attune.Embedded.Importing;

/// <summary>Times as microseconds since 1970, in SQL.</summary>
static class TimeSql
{
    // An epoch number of seconds reaches 1e11 in the year 5138, one of milliseconds in 1973, and so on.
    const double SecondsBelow = 1e11;
    const double MillisBelow = 1e14;
    const double MicrosBelow = 1e17;

    /// <summary>The expression for a column of any type; NULL where a cell cannot be read.</summary>
    /// <param name="column">An SQL expression.</param>
    /// <param name="type">Its SQL type, as DESCRIBE names it.</param>
    /// <param name="format">As in <see cref="ImportSettings.TimeFormat"/>.</param>
    public static string Micros(string column, string type, string? format) => (format, type) switch
    {
        ("epoch_s", _) => Epoch(column, 1e6),
        ("epoch_ms", _) => Epoch(column, 1e3),
        ("epoch_us", _) => $"TRY_CAST({column} AS BIGINT)",
        (null, "DATE") => $"epoch_us({column}::TIMESTAMP)",
        (null, _) when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => $"epoch_us({column})",
        (null, _) => $"CASE WHEN TRY_CAST({column} AS DOUBLE) IS NULL"
            + $" THEN epoch_us(TRY_CAST({column}::VARCHAR AS TIMESTAMP WITH TIME ZONE)) ELSE {Guessed(column)} END",
        _ => $"epoch_us(TRY_STRPTIME({column}::VARCHAR, {SourceSql.Text(format)}))",
    };

    static string Guessed(string column) => FormattableString.Invariant(
        $"TRY_CAST(TRY_CAST({column} AS DOUBLE) * CASE WHEN abs(TRY_CAST({column} AS DOUBLE)) < {SecondsBelow:R} THEN 1e6 WHEN abs(TRY_CAST({column} AS DOUBLE)) < {MillisBelow:R} THEN 1e3 WHEN abs(TRY_CAST({column} AS DOUBLE)) < {MicrosBelow:R} THEN 1 ELSE 1e-3 END AS BIGINT)");

    static string Epoch(string column, double factor) =>
        FormattableString.Invariant($"TRY_CAST(TRY_CAST({column} AS DOUBLE) * {factor:R} AS BIGINT)");
}
