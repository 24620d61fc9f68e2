namespace Attune.Embedded.DuckDb;

/// <summary>One connection. Used by one thread at a time, except for <see cref="Interrupt"/>.</summary>
sealed class DuckConnection(ConnectionHandle handle) : IDisposable
{
    /// <summary>Runs one or several statements and passes over what they return.</summary>
    /// <exception cref="DuckDbException">A statement is wrong or failed.</exception>
    public void Execute(string sql)
    {
        var failed = Native.duckdb_query(handle, sql, out var result) != 0;
        using var owned = new DuckResult(result);
        if (failed)
        {
            throw owned.Failure();
        }
    }

    /// <summary>One statement with parameters <c>?</c>, numbered from 1.</summary>
    public DuckStatement Prepare(string sql)
    {
        var failed = Native.duckdb_prepare(handle, sql, out var statement) != 0;
        return DuckStatement.Prepared(statement, failed);
    }

    /// <summary>Prepares the only statement of a text, or says how many there are.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="count">Statements in the text.</param>
    /// <returns>The statement; null where <paramref name="count"/> is not 1.</returns>
    public DuckStatement? PrepareOnly(string sql, out int count)
    {
        count = (int)Native.duckdb_extract_statements(handle, sql, out var found);
        using (found)
        {
            if (count == 0 && !found.IsInvalid && Native.duckdb_extract_statements_error(found) is var error and not 0)
            {
                throw new DuckDbException(Native.Text(error));
            }

            if (count != 1)
            {
                return null;
            }

            var failed = Native.duckdb_prepare_extracted_statement(handle, found, 0, out var statement) != 0;
            return DuckStatement.Prepared(statement, failed);
        }
    }

    /// <summary>Prepares a query without parameters and streams its rows.</summary>
    public DuckResult Query(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Stream();
    }

    /// <summary>Reads a query without parameters row by row, as the rows come.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Given the rows that are here, and which of them.</param>
    /// <param name="cancellation">Ends it between two lots of rows.</param>
    public void Each(string sql, Action<DuckResult, int> read, CancellationToken cancellation)
    {
        using var result = Query(sql);
        while (result.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < result.RowCount; row++)
            {
                read(result, row);
            }
        }
    }

    /// <summary>The single value of a query of one row and one column.</summary>
    public T Scalar<T>(string sql) where T : unmanaged
    {
        using var result = Query(sql);
        return result.Read() && !result.Nulls(0)[0]
            ? result.Values<T>(0)[0]
            : throw new DuckDbException($"There is no value in the answer to: {sql}");
    }

    /// <summary>Begins to add rows to a table; they belong to the transaction that is open when the appender is closed.</summary>
    public DuckAppender Append(string table, params ReadOnlySpan<DuckType> columns) => new(handle, table, columns);

    /// <summary>Runs work in one transaction: committed and durable when this returns, undone when the work throws.</summary>
    public T InTransaction<T>(Func<T> work)
    {
        Execute("BEGIN TRANSACTION");
        try
        {
            var done = work();
            Execute("COMMIT");
            return done;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Ends what this connection is running, from any thread; nothing happens where it runs nothing.</summary>
    public void Interrupt()
    {
        try
        {
            Native.duckdb_interrupt(handle);
        }
        catch (ObjectDisposedException)
        {
            // It was closed in the meantime, so it runs nothing.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    void RollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (DuckDbException)
        {
            // A commit that failed has ended its transaction already; the first failure is the one to tell.
        }
    }
}
