namespace Attune.Embedded.Importing;

/// <summary>Files as SQL sources, through DuckDB's own readers.</summary>
static class SourceSql
{
    /// <summary>The format of a file: as told, or by its name.</summary>
    /// <exception cref="ImportException">It is not known.</exception>
    public static string FormatOf(string path, string? told)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        var format = told ?? Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        return format switch
        {
            "csv" or "tsv" or "parquet" => format,
            "json" or "ndjson" or "jsonl" => "json",
            _ => throw new ImportException(
                $"{path}: the format '{format}' is not known; it is one of csv, tsv, json, parquet."),
        };
    }

    /// <summary>The source of a file's rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Format, header, delimiter.</param>
    /// <param name="typed">True to have the types of text cells guessed; false leaves them texts, so that 007 stays 007.</param>
    /// <param name="rejects">A table in which to note lines that cannot be split; null to fail at the first.</param>
    public static string Of(string path, ImportSettings settings, bool typed, string? rejects)
    {
        var format = FormatOf(path, settings.Format);
        return format switch
        {
            "parquet" => $"read_parquet({Text(path)})",
            "json" => $"read_json({Text(path)}, maximum_object_size = 16777216)",
            _ => Csv(path, settings, format, typed, rejects),
        };
    }

    /// <summary>A text as an SQL literal.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A column's name as an SQL identifier.</summary>
    public static string Name(string column) => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string Csv(string path, ImportSettings settings, string format, bool typed, string? rejects)
    {
        var head = CsvHead.Read(path, settings.Header, settings.Delimiter ?? (format == "tsv" ? "\t" : null));
        var columns = typed
            ? $"names = [{string.Join(", ", head.Columns.Select(Text))}], sample_size = -1, ignore_errors = true"
            : $"columns = {{{string.Join(", ", head.Columns.Select(column => $"{Text(column)}: 'VARCHAR'"))}}}, auto_detect = false";
        var noting = rejects is null
            ? ""
            : $", ignore_errors = true, store_rejects = true, rejects_table = {Text(rejects)}, rejects_scan = {Text(rejects + "_scan")}";
        return $"read_csv({Text(path)}, header = {(settings.Header ? "true" : "false")}, quote = '\"', "
            + $"delim = {Text(head.Delimiter)}, {columns}{noting})";
    }
}
