using System.Net.Sockets;
using Npgsql;
using Polly.CircuitBreaker;

namespace Attune.Cluster.Postgres;

/// <summary>PostgreSQL is away, overloaded, or did not answer in time; what was asked may be asked again.</summary>
public sealed class PostgresUnavailableException : IOException
{
    /// <summary>A call that came to nothing.</summary>
    /// <param name="host">The server, as <c>db1:5432</c>.</param>
    /// <param name="operation">What was wanted, as <c>writing items</c>.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="inner">What the client said.</param>
    public PostgresUnavailableException(string host, string operation, string reason, Exception? inner)
        : base($"PostgreSQL at {host}: {operation} failed: {reason}", inner) => (Host, Operation) = (host, operation);

    /// <summary>The server.</summary>
    public string Host { get; }

    /// <summary>What was wanted.</summary>
    public string Operation { get; }
}

/// <summary>The schema cannot be used by this version, or was changed by hand.</summary>
public sealed class PostgresSchemaException(string message) : InvalidOperationException(message);

/// <summary>Tells the faults of PostgreSQL apart: what passes, what may be tried again, what is a mistake.</summary>
static class PostgresFault
{
    /// <summary>True where the server, or the way to it, is at fault and not what was asked.</summary>
    public static bool IsAway(Exception fault) => fault switch
    {
        PostgresException said => IsAway(said.SqlState),
        NpgsqlException or BrokenCircuitException or TimeoutException or SocketException => true,
        _ => false,
    };

    /// <summary>True where nothing of it can have happened, and another try at once may fare better.</summary>
    public static bool IsPassing(Exception fault) => fault switch
    {
        PostgresException said => said.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            || (IsAway(said.SqlState) && said.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DiskFull)),

        // A time-out has used up its time already: whoever asked decides.
        NpgsqlException => fault.InnerException is not TimeoutException,
        SocketException => true,
        _ => false,
    };

    /// <summary>The fault as the engine understands it; null where it is a mistake, which is thrown as it is.</summary>
    public static PostgresUnavailableException? Explain(string host, string operation, Exception fault) => fault switch
    {
        PostgresUnavailableException => null,
        BrokenCircuitException => new(host, operation, "it did not answer lately; the next try is soon.", fault),
        NpgsqlException { InnerException: TimeoutException } => new(host, operation, "it did not answer in time.", fault),
        PostgresException said when IsAway(said.SqlState) => new(host, operation, $"{said.MessageText} ({said.SqlState}).", fault),
        _ when IsAway(fault) => new(host, operation, Words(fault), fault),
        _ => null,
    };

    static string Words(Exception fault) => fault.InnerException is { } inner ? $"{fault.Message} ({inner.Message})" : fault.Message;

    // Classes 08 connection, 53 resources, 57P shutting down and starting up, 58 the machine below; and one that no longer is primary.
    static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal)
        || state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction;
}
