namespace Attune.Embedded.DuckDb;

/// <summary>DuckDB refused or failed; the message is DuckDB's own, with what was attempted before it where that helps.</summary>
public sealed class DuckDbException : Exception
{
    // duckdb_error_type
    const int InputOutputError = 28;
    const int InterruptError = 29;
    const int FatalError = 30;
    readonly int _type;

    internal DuckDbException(string message, int type = 0) : base(message) => _type = type;

    /// <summary>True where the work was ended from outside: by a time limit or a cancellation.</summary>
    public bool Interrupted => _type == InterruptError;

    // A commit that could not be written is a transaction's error to DuckDB, and an appender has no error type at all: the
    // words tell.
    internal bool OfStorage => _type == InputOutputError
        || Message.Contains("No space left", StringComparison.Ordinal)
        || Message.Contains("Could not write", StringComparison.Ordinal)
        || Message.Contains("IO Error", StringComparison.Ordinal);

    /// <summary>True where the database answers nothing more until it is opened anew.</summary>
    public bool Fatal => _type == FatalError;
}
