using Attune.Embedded.DuckDb;
using Attune.Embedded.Importing;
using Attune.Exporting;

namespace Attune.Embedded.Exporting;

/// <summary>A table that becomes a Parquet file: whatever engine holds the history, DuckDB's own writer writes it.</summary>
/// <remarks>
/// <para><b>Where.</b> Rows are gathered in a database file of its own in a scratch folder, so that memory is bounded; the folder goes with
/// this object.</para>
/// <para><b>Repeats.</b> One thread and the order of the rows: the same rows make the same file.</para>
/// </remarks>
public sealed class ParquetTable : IExportTable, IDisposable
{
    const string Name = "exported";

    readonly string _scratch = Directory.CreateTempSubdirectory("attune-export-").FullName;
    DuckDatabase? _database;
    DuckConnection? _connection;
    DuckAppender? _rows;

    /// <summary>Where <see cref="Finish"/> writes the file.</summary>
    public string Path => System.IO.Path.Combine(_scratch, "export.parquet");

    /// <inheritdoc/>
    /// <exception cref="DuckDbMissingException">The native library is not there.</exception>
    public void Begin(IReadOnlyList<ExportColumn> columns)
    {
        _database = DuckDatabase.Open(System.IO.Path.Combine(_scratch, "rows.duckdb"), new DuckDbSettings { MemoryBytes = 256L << 20, Threads = 1, Files = true });
        _connection = _database.Connect();
        _connection.Execute($"CREATE TABLE {Name} ({string.Join(", ", columns.Select(column => $"\"{column.Name}\" {SqlOf(column.Type)}"))})");
        _rows = _connection.Append(Name, [.. columns.Select(column => TypeOf(column.Type))]);
    }

    /// <inheritdoc/>
    public void Write(int column, string? text) => _rows!.Set(column, text);

    /// <inheritdoc/>
    public void Write(int column, double number)
    {
        if (double.IsNaN(number))
        {
            _rows!.SetNull(column);
        }
        else
        {
            _rows!.Set(column, number);
        }
    }

    /// <inheritdoc/>
    public void Write(int column, long whole) => _rows!.Set(column, whole);

    /// <inheritdoc/>
    public void EndRow() => Storing(this, static table => table._rows!.EndRow());

    /// <summary>Writes the file.</summary>
    /// <param name="origin">How it came about; kept in the file under the key <c>attune</c>.</param>
    /// <exception cref="DuckDbStorageException">The disk is full or failed.</exception>
    public void Finish(string origin) => Storing((Table: this, Origin: origin), static writing =>
    {
        writing.Table._rows!.Close();
        writing.Table._connection!.Execute(
            $"COPY {Name} TO {SourceSql.Text(writing.Table.Path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{attune: {SourceSql.Text(writing.Origin)}}})");
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _connection?.Dispose();
        _database?.Dispose();
        Directory.Delete(_scratch, recursive: true);
    }

    static void Storing<T>(T with, Action<T> work)
    {
        try
        {
            work(with);
        }
        catch (DuckDbException failure) when (failure.OfStorage)
        {
            throw new DuckDbStorageException(failure);
        }
    }

    static string SqlOf(ExportType type) => type switch
    {
        ExportType.Text => "VARCHAR",
        ExportType.Number => "DOUBLE",
        ExportType.Whole => "BIGINT",
        _ => "TIMESTAMP WITH TIME ZONE",
    };

    static DuckType TypeOf(ExportType type) => type switch
    {
        ExportType.Text => DuckType.Varchar,
        ExportType.Number => DuckType.Double,
        ExportType.Whole => DuckType.BigInt,
        _ => DuckType.TimestampWithZone,
    };
}
