using System.Runtime.CompilerServices;

namespace Attune.Embedded.DuckDb;

/// <summary>The rows of a query, chunk by chunk of at most 2048, each column of a chunk as a span.</summary>
/// <remarks>
/// Spans and texts hold until the next <see cref="Read"/>. To be disposed of by whoever asked the question, before the
/// connection: it holds native memory, and a transaction for as long as it streams.
/// </remarks>
sealed class DuckResult(NativeResult native) : IDisposable
{
    NativeResult _native = native;
    nint _chunk;

    /// <summary>How many columns there are.</summary>
    public int Columns => (int)Native.duckdb_column_count(ref _native);

    /// <summary>Rows in the current chunk.</summary>
    public int RowCount { get; private set; }

    /// <summary>Rows inserted, changed or deleted by the statement.</summary>
    public long RowsChanged => (long)Native.duckdb_rows_changed(ref _native);

    /// <summary>A column's name.</summary>
    public string NameOf(int column) => Native.Text(Native.duckdb_column_name(ref _native, (ulong)column));

    /// <summary>A column's type.</summary>
    public DuckColumnType TypeOf(int column)
    {
        var type = Native.duckdb_column_logical_type(ref _native, (ulong)column);
        try
        {
            return DuckColumnType.Of(type);
        }
        finally
        {
            Native.duckdb_destroy_logical_type(ref type);
        }
    }

    /// <summary>Goes to the next chunk.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DuckDbException">The query failed or was interrupted on the way.</exception>
    public bool Read()
    {
        Release();
        _chunk = Native.duckdb_fetch_chunk(_native);
        if (_chunk == 0)
        {
            return Native.duckdb_result_error(ref _native) == 0 ? false : throw Failure();
        }

        RowCount = (int)Native.duckdb_data_chunk_get_size(_chunk);
        return RowCount > 0 || Read();
    }

    /// <summary>A column of the current chunk; <typeparamref name="T"/> must be what DuckDB lays its type out as.</summary>
    public unsafe ReadOnlySpan<T> Values<T>(int column) where T : unmanaged =>
        new(Native.duckdb_vector_get_data(Vector(column)), RowCount);

    /// <summary>A VARCHAR column of the current chunk.</summary>
    public DuckTexts Texts(int column) => new(Values<DuckText>(column));

    /// <summary>Which rows of a column of the current chunk are NULL.</summary>
    public unsafe DuckNulls Nulls(int column)
    {
        var valid = Native.duckdb_vector_get_validity(Vector(column));
        return valid is null ? default : new DuckNulls(new ReadOnlySpan<ulong>(valid, (RowCount + 63) / 64));
    }

    /// <summary>What went wrong.</summary>
    public DuckDbException Failure() => new(
        Native.Text(Native.duckdb_result_error(ref _native)),
        Native.duckdb_result_error_type(ref _native));

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        Native.duckdb_destroy_result(ref _native);
    }

    nint Vector(int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        return _chunk != 0
            ? Native.duckdb_data_chunk_get_vector(_chunk, (ulong)column)
            : throw new InvalidOperationException("There is no current chunk; Read comes first.");
    }

    void Release()
    {
        RowCount = 0;
        if (_chunk != 0)
        {
            Native.duckdb_destroy_data_chunk(ref _chunk);
        }
    }
}

/// <summary>Which rows are NULL: a bit a row, 1 where there is a value; no bits where all have one.</summary>
readonly ref struct DuckNulls(ReadOnlySpan<ulong> valid)
{
    readonly ReadOnlySpan<ulong> _valid = valid;

    /// <summary>True where the row is NULL.</summary>
    public bool this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !_valid.IsEmpty && (_valid[row >> 6] >> (row & 63) & 1) == 0;
    }
}
