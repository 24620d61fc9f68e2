using System.Text;

namespace Attune.Embedded.DuckDb;

/// <summary>A prepared statement. Parameters are numbered from 1 and keep their values from run to run.</summary>
sealed class DuckStatement : IDisposable
{
    readonly StatementHandle _handle;

    DuckStatement(StatementHandle handle) => _handle = handle;

    /// <summary>The kind of statement, as in <c>duckdb_statement_type</c>.</summary>
    public DuckStatementKind Kind => (DuckStatementKind)Native.duckdb_prepared_statement_type(_handle);

    /// <summary>How many parameters it has.</summary>
    public int Parameters => (int)Native.duckdb_nparams(_handle);

    internal static DuckStatement Prepared(StatementHandle handle, bool failed)
    {
        if (!failed)
        {
            return new DuckStatement(handle);
        }

        using (handle)
        {
            throw new DuckDbException(handle.IsInvalid ? "DuckDB gave no reason." : Native.Text(Native.duckdb_prepare_error(handle)));
        }
    }

    /// <summary>Sets a text, or NULL.</summary>
    public unsafe DuckStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return Checked(Native.duckdb_bind_null(_handle, (ulong)parameter), parameter);
        }

        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* bytes = utf8)
        {
            // An empty array has no address; DuckDB wants one all the same.
            byte nothing = 0;
            return Checked(
                Native.duckdb_bind_varchar_length(_handle, (ulong)parameter, bytes is null ? &nothing : bytes, (ulong)utf8.Length),
                parameter);
        }
    }

    /// <summary>Sets an integer.</summary>
    public DuckStatement Bind(int parameter, long value) =>
        Checked(Native.duckdb_bind_int64(_handle, (ulong)parameter, value), parameter);

    /// <summary>Sets an instant, in microseconds since 1970.</summary>
    public DuckStatement BindTimestamp(int parameter, long micros) =>
        Checked(Native.duckdb_bind_timestamp(_handle, (ulong)parameter, micros), parameter);

    /// <summary>Runs it to the end.</summary>
    /// <returns>The rows inserted, changed or deleted.</returns>
    public long Run()
    {
        var failed = Native.duckdb_execute_prepared(_handle, out var native) != 0;
        using var result = new DuckResult(native);
        return failed ? throw result.Failure() : result.RowsChanged;
    }

    /// <summary>Runs it and streams its rows: they are worked out while they are read.</summary>
    public DuckResult Stream()
    {
        var pendingFailed = Native.duckdb_pending_prepared_streaming(_handle, out var pending) != 0;
        try
        {
            if (pendingFailed)
            {
                throw new DuckDbException(Native.Text(Native.duckdb_pending_error(pending)));
            }

            var failed = Native.duckdb_execute_pending(pending, out var native) != 0;
            var result = new DuckResult(native);
            if (failed)
            {
                using (result)
                {
                    throw result.Failure();
                }
            }

            return result;
        }
        finally
        {
            Native.duckdb_destroy_pending(ref pending);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    DuckStatement Checked(int code, int parameter) => code == 0
        ? this
        : throw new DuckDbException($"Parameter {parameter} cannot be set; the statement has {Parameters}.");
}

/// <summary>The kinds of statement that are told apart (<c>duckdb_statement_type</c>).</summary>
enum DuckStatementKind
{
    /// <summary>SELECT, WITH, VALUES, FROM, DESCRIBE, SHOW, SUMMARIZE.</summary>
    Select = 1,

    /// <summary>EXPLAIN.</summary>
    Explain = 4,
}
