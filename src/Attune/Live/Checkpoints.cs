using Attune.Events;
using Attune.State;
using Microsoft.Extensions.Logging;

namespace Attune.Live;

/// <summary>Takes checkpoints of profiles and overlay while the live path runs, and restores the overlay at the start.</summary>
/// <remarks>
/// The overlay is copied at one place of the log, which is the place the checkpoint is taken for. Profiles go on changing:
/// those in the checkpoint may be ahead of the place, and their fences tell when the events after it are folded again.
/// </remarks>
sealed class Checkpoints(IStateStore state, LiveSettings settings, Func<bool> falls, TimeProvider clock, ILogger logger) : IDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _one = new(1, 1);
    volatile Taken _last = new(LogToken.None);
    long _since;
    long _takenAt = clock.GetTimestamp();

    public void Dispose() => _one.Dispose();

    /// <summary>The places of the last checkpoint taken since the start; none before.</summary>
    public LogToken Last => _last.Places;

    public void Applied(int events) => Interlocked.Add(ref _since, events);

    /// <summary>Takes up the overlay of the last checkpoint; leaves it empty, to be counted from the log, where there is none.</summary>
    /// <param name="overlay">Where to.</param>
    /// <param name="removals">Those that one counted from the log is without: its readers hand out no event of an erased user.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask RestoreAsync(Overlay overlay, int removals, CancellationToken cancellation)
    {
        try
        {
            if (await StoredAsync(cancellation) is { } stored)
            {
                overlay.Restore(stored);
                return;
            }
        }
        catch (InvalidDataException fault)
        {
            Log.OverlayRefused(logger, fault.Message);
        }

        overlay.Removals = removals;
    }

    /// <summary>The overlay of the last checkpoint, whichever node took it; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public async ValueTask<OverlaySnapshot?> StoredAsync(CancellationToken cancellation)
    {
        var parts = await state.GetAsync([.. OverlayCodec.Parts.Select(Key)], cancellation);
        return parts.All(part => part is null) ? null : OverlayCodec.Decode(parts);
    }

    /// <summary>Takes a checkpoint whenever one is due and falls to this node, until stopped.</summary>
    public async Task RunAsync(Overlay overlay, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var since = Interlocked.Read(ref _since);
                var age = clock.GetElapsedTime(Interlocked.Read(ref _takenAt));
                if (since >= settings.CheckpointEvents || (since > 0 && age >= settings.CheckpointInterval))
                {
                    await TryTakeAsync(overlay, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Takes one where it falls to this node; a failure is logged, since the last one still holds.</summary>
    public async Task TryTakeAsync(Overlay overlay, CancellationToken cancellation)
    {
        if (!falls())
        {
            return;
        }

        try
        {
            await TakeAsync(overlay, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.CheckpointFailed(logger, fault);
        }
    }

    public async Task TakeAsync(Overlay overlay, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var began = clock.GetTimestamp();
            Interlocked.Exchange(ref _since, 0);
            Interlocked.Exchange(ref _takenAt, began);
            var snapshot = overlay.Snapshot();
            var parts = OverlayCodec.Encode(snapshot);
            await state.PutAsync(
                [.. OverlayCodec.Parts.Zip(parts, (name, bytes) => new StateWrite(Key(name), bytes))],
                cancellation);
            var place = LogToken.Of(snapshot.Applied.Select((offset, partition) => (partition, offset)));
            await state.CheckpointAsync(place, cancellation);
            _last = new Taken(place);
            Log.Checkpoint(logger, place.ToString(), clock.GetElapsedTime(began).TotalMilliseconds, parts.Sum(part => part.LongLength));
        }
        finally
        {
            _one.Release();
        }
    }

    // A reference, so that whoever asks meanwhile has the whole token or the one before.
    sealed record Taken(LogToken Places);

    static StateKey Key(string part) => new(StateKind.Overlay, part);
}
