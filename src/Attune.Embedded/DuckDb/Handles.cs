using Microsoft.Win32.SafeHandles;

namespace Attune.Embedded.DuckDb;

/// <summary>An open database.</summary>
sealed class DatabaseHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.duckdb_close(ref handle);
        return true;
    }
}

/// <summary>A connection to a database.</summary>
sealed class ConnectionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.duckdb_disconnect(ref handle);
        return true;
    }
}

/// <summary>A prepared statement; valid, and to be destroyed, also where preparing failed: it then holds the reason.</summary>
sealed class StatementHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.duckdb_destroy_prepare(ref handle);
        return true;
    }
}

/// <summary>The statements found in a text.</summary>
sealed class ExtractedHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.duckdb_destroy_extracted(ref handle);
        return true;
    }
}

/// <summary>A data chunk made by us, to be appended.</summary>
sealed class ChunkHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.duckdb_destroy_data_chunk(ref handle);
        return true;
    }
}

/// <summary>An appender to a table; destroying it also flushes what it holds.</summary>
sealed class AppenderHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Native.duckdb_appender_destroy(ref handle) == 0;
}
