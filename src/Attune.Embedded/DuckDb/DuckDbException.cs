namespace Attune.Embedded.DuckDb;

/// <summary>DuckDB refused or failed; the message is DuckDB's own, with what was attempted before it where that helps.</summary>
/// <param name="message">The whole text.</param>
/// <param name="interrupted">True where the work was ended from outside.</param>
public sealed class DuckDbException(string message, bool interrupted = false) : Exception(message)
{
    /// <summary>True where the work was ended from outside: by a time limit or a cancellation.</summary>
    public bool Interrupted { get; } = interrupted;
}
