namespace Attune.Embedded.Importing;

/// <summary>What the rows of an import are.</summary>
public enum ImportKind
{
    /// <summary>Events; with columns mapped to <c>item.NAME</c> also the items they name.</summary>
    Events,

    /// <summary>Items: an id, and properties.</summary>
    Items,

    /// <summary>Users: an id, and properties.</summary>
    Users,
}

/// <summary>Which files to import, and how their columns are to be understood.</summary>
public sealed record ImportSettings
{
    /// <summary>Files, read one after the other; for a preset the folder of the data set, or its file.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>A data set whose shape is known: <c>ml-100k</c> or <c>online-retail</c>. Everything below is then set by it.</summary>
    public string? Preset { get; init; }

    /// <summary>What the rows are; default events.</summary>
    public ImportKind Kind { get; init; } = ImportKind.Events;

    /// <summary><c>csv</c>, <c>tsv</c>, <c>json</c> (an array, or an object a line) or <c>parquet</c>; null to tell by the file's name.</summary>
    public string? Format { get; init; }

    /// <summary>True, the default, where the first line of a CSV or TSV file names the columns; otherwise they are column0, column1, …</summary>
    public bool Header { get; init; } = true;

    /// <summary>What separates the cells of a CSV file; null to look for it.</summary>
    public string? Delimiter { get; init; }

    /// <summary>
    /// Field to column: <c>user, session, item, type, time, value, event, recommendation, context</c>, or <c>item.NAME</c> for a
    /// property of the event's item; for items and users <c>id</c> and a property's name. A text in single quotes is a constant, and
    /// so is the name of an event type for <c>type</c> where no column has it. Fields left out are guessed by the columns' names.
    /// </summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How times are written: <c>epoch_s</c>, <c>epoch_ms</c>, <c>epoch_us</c>, or a pattern as <c>%d/%m/%Y %H:%M</c>; null for ISO 8601
    /// or an epoch number, told by its size. A time without a zone is in UTC.
    /// </summary>
    public string? TimeFormat { get; init; }

    /// <summary>An SQL condition over the file's columns; rows that do not fulfil it are left out and counted.</summary>
    public string? Where { get; init; }

    /// <summary>Most rows to a chunk; 1 to 10 000, default 5 000.</summary>
    public int ChunkRows { get; init; } = 5_000;

    /// <summary>Most memory that reading may use, in bytes; default 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Reads a mapping as written on a command line: <c>user=CustomerID,item=StockCode,type='view'</c>.</summary>
    /// <exception cref="ImportException">A part is not of the form field=column, or a field comes twice.</exception>
    public static IReadOnlyDictionary<string, string> ParseMap(string text)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1)
            {
                throw new ImportException($"'{part}' in the mapping is not of the form field=column.");
            }

            if (!map.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw new ImportException($"The field '{part[..equals].Trim()}' is mapped twice.");
            }
        }

        return map;
    }
}

/// <summary>An import that cannot begin or go on; the message is for the person who asked for it.</summary>
/// <param name="message">Names the file, field or column, and what there is instead.</param>
public sealed class ImportException(string message) : Exception(message);
