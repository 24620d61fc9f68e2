using Attune.Catalog;
using Microsoft.Extensions.Logging;

namespace Attune.Operating;

/// <summary>A duty this node does whenever no other has it: asked for again and again, kept until it is lost or the node ends.</summary>
/// <remarks>A store of one process gives it at once. Otherwise it passes within <see cref="Every"/> of the other node's end.</remarks>
/// <param name="store">Gives it.</param>
/// <param name="name">Its name.</param>
/// <param name="clock">Times the asking.</param>
/// <param name="logger">Told when it comes and goes.</param>
sealed class StandingDuty(ICatalogStore store, string name, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource _stop = new();
    Task _asking = Task.CompletedTask;
    volatile IDuty? _held;

    /// <summary>True while it is this node's.</summary>
    public bool IsHeld => _held is { Lost.IsCancellationRequested: false };

    /// <summary>Asks once, and goes on asking.</summary>
    public async Task StartAsync()
    {
        await AskAsync();
        _asking = Task.Run(KeepAsync);
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        if (_held is { } held)
        {
            await held.DisposeAsync();
        }

        _held = null;
        _stop.Dispose();
    }

    async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stop.IsCancellationRequested && !IsHeld)
            {
                await AskAsync();
            }
        }
    }

    async Task AskAsync()
    {
        try
        {
            if (_held is { } lost)
            {
                _held = null;
                Log.DutyLost(logger, name);
                await lost.DisposeAsync();
            }

            _held = await store.TryTakeAsync(name, _stop.Token);
            if (_held is not null)
            {
                Log.DutyTaken(logger, name);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The store is away: nobody can say whose the duty is, so it is not this node's.
        }
    }
}
