namespace Attune.Embedded.DuckDb;

/// <summary>Ends what a connection runs when a cancellation comes, for as long as it is not disposed of.</summary>
/// <remarks>
/// DuckDB forgets an interrupt that arrives between two steps of a query, so it is repeated until the query has ended. The
/// connection must not be used for anything else afterwards: a last interrupt may still be on its way.
/// </remarks>
sealed class DuckInterruption : IDisposable
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    readonly Timer _timer;
    readonly CancellationTokenRegistration _registration;

    /// <summary>Watches over a connection.</summary>
    public DuckInterruption(DuckConnection connection, CancellationToken cancellation)
    {
        _timer = new Timer(_ => connection.Interrupt(), null, Timeout.Infinite, Timeout.Infinite);
        _registration = cancellation.Register(() => _timer.Change(TimeSpan.Zero, Every));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }
}
