using System.Buffers;
using System.Text;

namespace Attune.Embedded.DuckDb;

/// <summary>Adds rows to a table, column by column into chunks of 2048: the fastest way in.</summary>
/// <remarks>
/// Fill the cells of <see cref="Row"/>, then <see cref="EndRow"/>; a cell that is not set is whatever was there, so set all.
/// <see cref="Close"/> hands the rest over and tells of failures; disposing without it gives the rest up.
/// </remarks>
sealed unsafe class DuckAppender : IDisposable
{
    const int ChunkRows = 2048;

    readonly AppenderHandle _appender;
    readonly ChunkHandle _chunk;
    readonly nint[] _vectors;
    readonly nint[] _data;
    byte[] _utf8 = ArrayPool<byte>.Shared.Rent(1024);

    internal DuckAppender(ConnectionHandle connection, string table, ReadOnlySpan<DuckType> columns)
    {
        var failed = Native.duckdb_appender_create(connection, null, table, out _appender) != 0;
        if (failed)
        {
            using (_appender)
            {
                throw Failure();
            }
        }

        _vectors = new nint[columns.Length];
        _data = new nint[columns.Length];
        _chunk = NewChunk(columns);
        FindVectors();
    }

    /// <summary>The row of the chunk that is being filled.</summary>
    public int Row { get; private set; }

    /// <summary>Sets a cell; <typeparamref name="T"/> must be what DuckDB lays the column's type out as.</summary>
    public void Set<T>(int column, T value) where T : unmanaged => ((T*)_data[column])[Row] = value;

    /// <summary>Sets a cell to a text, or to NULL.</summary>
    public void Set(int column, string? text)
    {
        if (text is null)
        {
            SetNull(column);
            return;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest > _utf8.Length)
        {
            ArrayPool<byte>.Shared.Return(_utf8);
            _utf8 = ArrayPool<byte>.Shared.Rent(longest);
        }

        var length = Encoding.UTF8.GetBytes(text, _utf8);
        fixed (byte* bytes = _utf8)
        {
            Native.duckdb_unsafe_vector_assign_string_element_len(_vectors[column], (ulong)Row, bytes, (ulong)length);
        }
    }

    /// <summary>Sets a cell to NULL.</summary>
    public void SetNull(int column)
    {
        Native.duckdb_vector_ensure_validity_writable(_vectors[column]);
        Native.duckdb_vector_get_validity(_vectors[column])[Row >> 6] &= ~(1UL << (Row & 63));
    }

    /// <summary>Goes to the next row.</summary>
    public void EndRow()
    {
        if (++Row == ChunkRows)
        {
            HandOver();
        }
    }

    /// <summary>Hands over what is left; the rows are in the table, within the open transaction.</summary>
    public void Close()
    {
        HandOver();
        if (Native.duckdb_appender_close(_appender) != 0)
        {
            throw Failure();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
        ArrayPool<byte>.Shared.Return(_utf8);
        _utf8 = [];
    }

    void HandOver()
    {
        if (Row == 0)
        {
            return;
        }

        Native.duckdb_data_chunk_set_size(_chunk, (ulong)Row);
        if (Native.duckdb_append_data_chunk(_appender, _chunk) != 0)
        {
            throw Failure();
        }

        // Resetting also makes every row valid again, and may move the vectors' memory.
        Native.duckdb_data_chunk_reset(_chunk);
        FindVectors();
        Row = 0;
    }

    void FindVectors()
    {
        for (var column = 0; column < _vectors.Length; column++)
        {
            _vectors[column] = Native.duckdb_data_chunk_get_vector(_chunk.DangerousGetHandle(), (ulong)column);
            _data[column] = (nint)Native.duckdb_vector_get_data(_vectors[column]);
        }
    }

    static ChunkHandle NewChunk(ReadOnlySpan<DuckType> columns)
    {
        var types = new nint[columns.Length];
        for (var column = 0; column < columns.Length; column++)
        {
            types[column] = Native.duckdb_create_logical_type((int)columns[column]);
        }

        fixed (nint* address = types)
        {
            var chunk = Native.duckdb_create_data_chunk(address, (ulong)types.Length);
            foreach (ref var type in types.AsSpan())
            {
                Native.duckdb_destroy_logical_type(ref type);
            }

            return chunk;
        }
    }

    DuckDbException Failure() => new(Native.Text(Native.duckdb_appender_error(_appender)));
}
