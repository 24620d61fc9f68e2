using System.Runtime.InteropServices;

namespace Attune.Embedded.DuckDb;

/// <summary>The functions of DuckDB's C interface that are used, under their own names; 0 is success where one returns int.</summary>
static unsafe partial class Native
{
    const string Library = DuckDbLibrary.Name;
    const StringMarshalling Utf8 = StringMarshalling.Utf8;

    [LibraryImport(Library)] public static partial int duckdb_create_config(out nint config);
    [LibraryImport(Library, StringMarshalling = Utf8)]
    public static partial int duckdb_set_config(nint config, string name, string value);
    [LibraryImport(Library)] public static partial void duckdb_destroy_config(ref nint config);
    [LibraryImport(Library, StringMarshalling = Utf8)]
    public static partial int duckdb_open_ext(string path, out DatabaseHandle database, nint config, out nint error);
    [LibraryImport(Library)] public static partial void duckdb_close(ref nint database);
    [LibraryImport(Library)] public static partial int duckdb_connect(DatabaseHandle database, out ConnectionHandle connection);
    [LibraryImport(Library)] public static partial void duckdb_disconnect(ref nint connection);
    [LibraryImport(Library)] public static partial void duckdb_interrupt(ConnectionHandle connection);
    [LibraryImport(Library)] public static partial void duckdb_free(nint memory);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    public static partial int duckdb_query(ConnectionHandle connection, string sql, out NativeResult result);
    [LibraryImport(Library)] public static partial nint duckdb_result_error(ref NativeResult result);
    [LibraryImport(Library)] public static partial int duckdb_result_error_type(ref NativeResult result);
    [LibraryImport(Library)] public static partial void duckdb_destroy_result(ref NativeResult result);
    [LibraryImport(Library)] public static partial ulong duckdb_column_count(ref NativeResult result);
    [LibraryImport(Library)] public static partial nint duckdb_column_name(ref NativeResult result, ulong column);
    [LibraryImport(Library)] public static partial nint duckdb_column_logical_type(ref NativeResult result, ulong column);
    [LibraryImport(Library)] public static partial ulong duckdb_rows_changed(ref NativeResult result);
    [LibraryImport(Library)] public static partial nint duckdb_fetch_chunk(NativeResult result);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    public static partial int duckdb_prepare(ConnectionHandle connection, string sql, out StatementHandle statement);
    [LibraryImport(Library, StringMarshalling = Utf8)]
    public static partial ulong duckdb_extract_statements(ConnectionHandle connection, string sql, out ExtractedHandle statements);
    [LibraryImport(Library)] public static partial nint duckdb_extract_statements_error(ExtractedHandle statements);
    [LibraryImport(Library)] public static partial void duckdb_destroy_extracted(ref nint statements);
    [LibraryImport(Library)]
    public static partial int duckdb_prepare_extracted_statement(
        ConnectionHandle connection, ExtractedHandle statements, ulong index, out StatementHandle statement);
    [LibraryImport(Library)] public static partial nint duckdb_prepare_error(StatementHandle statement);
    [LibraryImport(Library)] public static partial int duckdb_prepared_statement_type(StatementHandle statement);
    [LibraryImport(Library)] public static partial ulong duckdb_nparams(StatementHandle statement);
    [LibraryImport(Library)] public static partial void duckdb_destroy_prepare(ref nint statement);
    [LibraryImport(Library)] public static partial int duckdb_bind_null(StatementHandle statement, ulong index);
    [LibraryImport(Library)] public static partial int duckdb_bind_int64(StatementHandle statement, ulong index, long value);
    [LibraryImport(Library)] public static partial int duckdb_bind_double(StatementHandle statement, ulong index, double value);
    [LibraryImport(Library)] public static partial int duckdb_bind_timestamp(StatementHandle statement, ulong index, long micros);
    [LibraryImport(Library)]
    public static partial int duckdb_bind_varchar_length(StatementHandle statement, ulong index, byte* text, ulong bytes);
    [LibraryImport(Library)] public static partial int duckdb_execute_prepared(StatementHandle statement, out NativeResult result);
    [LibraryImport(Library)] public static partial int duckdb_pending_prepared_streaming(StatementHandle statement, out nint pending);
    [LibraryImport(Library)] public static partial nint duckdb_pending_error(nint pending);
    [LibraryImport(Library)] public static partial int duckdb_execute_pending(nint pending, out NativeResult result);
    [LibraryImport(Library)] public static partial void duckdb_destroy_pending(ref nint pending);

    [LibraryImport(Library)] public static partial nint duckdb_create_logical_type(int type);
    [LibraryImport(Library)] public static partial void duckdb_destroy_logical_type(ref nint type);
    [LibraryImport(Library)] public static partial int duckdb_get_type_id(nint type);
    [LibraryImport(Library)] public static partial byte duckdb_decimal_scale(nint type);
    [LibraryImport(Library)] public static partial byte duckdb_decimal_width(nint type);
    [LibraryImport(Library)] public static partial int duckdb_decimal_internal_type(nint type);

    [LibraryImport(Library)] public static partial ChunkHandle duckdb_create_data_chunk(nint* types, ulong count);
    [LibraryImport(Library)] public static partial void duckdb_destroy_data_chunk(ref nint chunk);
    [LibraryImport(Library)] public static partial void duckdb_data_chunk_reset(ChunkHandle chunk);
    [LibraryImport(Library)] public static partial ulong duckdb_data_chunk_get_size(nint chunk);
    [LibraryImport(Library)] public static partial void duckdb_data_chunk_set_size(ChunkHandle chunk, ulong rows);
    [LibraryImport(Library)] public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
    [LibraryImport(Library), SuppressGCTransition] public static partial void* duckdb_vector_get_data(nint vector);
    [LibraryImport(Library), SuppressGCTransition] public static partial ulong* duckdb_vector_get_validity(nint vector);
    [LibraryImport(Library)] public static partial void duckdb_vector_ensure_validity_writable(nint vector);

    // "Unsafe" in its name means that the bytes are not checked to be UTF-8; they come from .NET's own encoder.
    [LibraryImport(Library)]
    public static partial void duckdb_unsafe_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong bytes);

    [LibraryImport(Library, StringMarshalling = Utf8)]
    public static partial int duckdb_appender_create(
        ConnectionHandle connection, string? schema, string table, out AppenderHandle appender);
    [LibraryImport(Library)] public static partial nint duckdb_appender_error(AppenderHandle appender);
    [LibraryImport(Library)] public static partial int duckdb_append_data_chunk(AppenderHandle appender, ChunkHandle chunk);
    [LibraryImport(Library)] public static partial int duckdb_appender_close(AppenderHandle appender);
    [LibraryImport(Library)] public static partial int duckdb_appender_destroy(ref nint appender);

    /// <summary>The text at an address that DuckDB owns.</summary>
    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "DuckDB gave no reason.";
}

/// <summary><c>duckdb_result</c>, 48 bytes; its fields are DuckDB's own business.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeResult
{
    public ulong DeprecatedColumnCount;
    public ulong DeprecatedRowCount;
    public ulong DeprecatedRowsChanged;
    public nint DeprecatedColumns;
    public nint DeprecatedError;
    public nint Internal;
}
