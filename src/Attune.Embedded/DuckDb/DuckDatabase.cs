namespace Attune.Embedded.DuckDb;

/// <summary>One open DuckDB database: a file, or memory.</summary>
/// <remarks>
/// A file is open in one process at a time; another is refused by message. Closing the last connection and then the
/// database moves the write-ahead log into the file.
/// </remarks>
sealed class DuckDatabase : IDisposable
{
    /// <summary>The path of a database that is nowhere but in memory.</summary>
    public const string InMemory = ":memory:";

    readonly DatabaseHandle _handle;

    DuckDatabase(DatabaseHandle handle) => _handle = handle;

    /// <summary>Opens or creates a database.</summary>
    /// <exception cref="DuckDbMissingException">The native library is not there.</exception>
    /// <exception cref="DuckDbException">The file is held by another process, damaged, or not a database.</exception>
    public static DuckDatabase Open(string path, DuckDbSettings settings)
    {
        DuckDbLibrary.Require();
        if (Native.duckdb_create_config(out var config) != 0)
        {
            throw new DuckDbException("DuckDB could not make a configuration: out of memory.");
        }

        try
        {
            foreach (var (name, value) in settings.Options())
            {
                if (Native.duckdb_set_config(config, name, value) != 0)
                {
                    throw new DuckDbException($"DuckDB does not know the setting {name} = {value}.");
                }
            }

            if (Native.duckdb_open_ext(path, out var handle, config, out var error) != 0)
            {
                var reason = Native.Text(error);
                Native.duckdb_free(error);
                handle.Dispose();
                throw new DuckDbException($"{path} cannot be opened: {reason}");
            }

            return new DuckDatabase(handle);
        }
        finally
        {
            Native.duckdb_destroy_config(ref config);
        }
    }

    /// <summary>A connection: one transaction and one query at a time, any number of them side by side.</summary>
    public DuckConnection Connect()
    {
        if (Native.duckdb_connect(_handle, out var connection) != 0)
        {
            connection.Dispose();
            throw new DuckDbException("DuckDB refused a connection.");
        }

        return new DuckConnection(connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
