using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Waiting;

/// <summary>A port whose server was away when it was to be opened: it is opened as soon as the server is back.</summary>
sealed class LatePort<T> : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    readonly ILogger _logger;
    readonly CancellationTokenSource _stop = new();
    readonly Task<T> _opening;
    volatile Exception _fault;

    /// <summary>Begins to try.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="fault">What the first try failed with.</param>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="logger">Told of every further failure, and of the end.</param>
    public LatePort(Func<CancellationToken, ValueTask<T>> open, Exception fault, TimeProvider clock, ILogger logger)
    {
        (_logger, _fault) = (logger, fault);
        _opening = Task.Run(() => OpenAsync(open, clock));
    }

    /// <summary>The port; null while it is not open.</summary>
    public T? Port => _opening.IsCompletedSuccessfully ? _opening.Result : null;

    /// <summary>Why it is not open; null where it is.</summary>
    public string? Fault => Port is null ? _fault.Message : null;

    /// <summary>The port, now.</summary>
    /// <exception cref="IOException">It is not open.</exception>
    public T Now => Port ?? throw Away();

    /// <summary>The port, when it is open.</summary>
    /// <exception cref="IOException">It cannot be opened, and is not tried again.</exception>
    public async ValueTask<T> WhenOpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await _opening.WaitAsync(cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            throw Away();
        }
    }

    /// <summary>Gives up, or closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Port is { } port)
        {
            await port.DisposeAsync();
        }

        _stop.Dispose();
    }

    async Task<T> OpenAsync(Func<CancellationToken, ValueTask<T>> open, TimeProvider clock)
    {
        try
        {
            Log.Waits(_logger, _fault.Message);
            var port = await ServerWait.UntilThereAsync(open, Told, clock, _stop.Token);
            Log.IsThere(_logger, typeof(T).Name);
            return port;
        }
        catch (Exception fault) when (!_stop.IsCancellationRequested)
        {
            _fault = fault;
            Log.IsRefused(_logger, fault.Message);
            throw;
        }
    }

    void Told(Exception fault, TimeSpan wait)
    {
        _fault = fault;
        Log.WaitsAgain(_logger, wait, fault.Message);
    }

    // As it was where a server is away, so that whoever may wait for servers knows it.
    IOException Away()
    {
        if (ServerWait.IsAway(_fault))
        {
            ExceptionDispatchInfo.Throw(_fault);
        }

        return new IOException(_fault.Message, _fault);
    }
}
