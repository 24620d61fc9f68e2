namespace Attune.Exporting;

/// <summary>A table that rows are written to, in their order. One caller.</summary>
public interface IExportTable
{
    /// <summary>Begins: the columns, in order. Called once, before any cell.</summary>
    void Begin(IReadOnlyList<ExportColumn> columns);

    /// <summary>Writes a cell: a text, or nothing.</summary>
    void Write(int column, string? text);

    /// <summary>Writes a cell: a number; NaN is nothing.</summary>
    void Write(int column, double number);

    /// <summary>Writes a cell: a whole number, or an instant in microseconds since 1970.</summary>
    void Write(int column, long whole);

    /// <summary>Goes to the next row; every cell of the one before must have been written.</summary>
    void EndRow();
}

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its cells are.</param>
public sealed record ExportColumn(string Name, ExportType Type);

/// <summary>What a column's cells are.</summary>
public enum ExportType
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Instants.</summary>
    Instant,
}
