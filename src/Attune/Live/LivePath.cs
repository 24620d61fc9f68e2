using Attune.Events;
using Attune.Operating;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging;

namespace Attune.Live;

/// <summary>Follows the log and keeps profiles and overlay up to date with it, an event at a time, a batch in one step.</summary>
/// <remarks>
/// <para><b>Order.</b> Of each batch: ordinals, profiles put, overlay counted, watermark moved, waiters woken. What the
/// watermark has reached is in every answer from then on.</para>
/// <para><b>Restart.</b> It begins at the last checkpoint, or earlier where the overlay's own place lies earlier; profiles
/// and overlay each know what they hold already, so nothing counts twice and nothing is missing.</para>
/// <para><b>Several nodes.</b> Every node counts every partition in an overlay of its own; the profiles of a partition are folded by
/// the node that holds it. Where this node does not, the watermark is what the others tell through the state store
/// (<see cref="SharedMarks"/>). A partition taken over, or a store that may have lost writes, is folded again from
/// <see cref="IStateStore.RestoredAsync"/>: the fences of profiles and overlay make that harmless.</para>
/// <para><b>Failure.</b> A store that fails holds the path where it is, tried again with growing delays up to 5 s, answers
/// going on with what is known; <see cref="Fault"/> says so. An event that cannot be applied is logged and passed over.</para>
/// </remarks>
public sealed class LivePath : IAsyncDisposable
{
    static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    readonly IEventLog _log;
    readonly IStateStore _state;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly Watermark _watermark;
    readonly Checkpoints _checkpoints;
    readonly CancellationTokenSource _stopping = new();
    readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly BatchFold[] _folds;
    readonly SemaphoreSlim[] _turns;
    readonly IPartitionGroup? _group;
    readonly PartitionHold[] _holds;
    readonly SharedMarks _marks;
    readonly AppliedMarks _applied;
    readonly LiveStanding _standing;
    CancellationTokenSource _again = new();
    int _behind;
    bool _started;
    Task _running = Task.CompletedTask;
    volatile string? _fault;

    /// <summary>A path that has not started.</summary>
    /// <param name="log">What it follows; disposed by whoever opened it.</param>
    /// <param name="state">Where profiles and checkpoints go; disposed by whoever opened it.</param>
    /// <param name="ordinals">Gives items their ordinals, durably: <c>ItemCatalog.OrdinalsAsync</c>. As long as what it is given.</param>
    /// <param name="settings">Without faults.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Where it speaks.</param>
    /// <param name="standing">What falls to this node; null for everything.</param>
    public LivePath(
        IEventLog log,
        IStateStore state,
        Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> ordinals,
        LiveSettings settings,
        TimeProvider clock,
        ILogger<LivePath> logger,
        LiveStanding? standing = null)
    {
        (_log, _state, _clock, _logger) = (log, state, clock, logger);
        Settings = settings;
        Fold = new ProfileFold(settings.Weights, settings.Profiles);
        _watermark = new Watermark(log.Partitions, settings.Waiters, clock);
        _folds = [.. Enumerable.Range(0, log.Partitions).Select(_ => new BatchFold(state, ordinals, Fold, logger))];
        _turns = [.. _folds.Select(_ => new SemaphoreSlim(1, 1))];
        Overlay = new Overlay(settings, log.Partitions);
        _standing = standing ?? LiveStanding.Everything;
        _checkpoints = new Checkpoints(state, settings, _standing.Checkpoints, clock, logger);
        _group = _standing.Folds ? log.Join("live") : null;
        _holds = [.. _folds.Select((_, partition) => new PartitionHold(_group, partition, _stopping.Token))];
        _applied = new AppliedMarks(state, log.Partitions, clock);
        _marks = new SharedMarks(state, _watermark, Overlay, _holds, ApplyAgain, clock);
    }

    /// <summary>How the log is followed.</summary>
    public LiveSettings Settings { get; }

    /// <summary>How an event changes a profile.</summary>
    public ProfileFold Fold { get; }

    /// <summary>What the stream has taught; always the same object.</summary>
    public Overlay Overlay { get; }

    /// <summary>The place up to which every answer knows the log.</summary>
    public LogToken Watermark => _watermark.Token;

    /// <summary>The place of the last checkpoint taken since the start: what is before it is not applied again.</summary>
    public LogToken Checkpointed => _checkpoints.Last;

    /// <summary>Ends when every partition is applied up to where it ended at the start.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Why the path stands still, or null where it does not.</summary>
    public string? Fault => _fault
        ?? (_marks.Fault is { } unread ? $"How far others are cannot be read: {unread}" : null)
        ?? (_applied.Fault is { } untold ? $"How far this node is cannot be told: {untold}" : null);

    /// <summary>The partitions whose profiles this node folds just now.</summary>
    public IReadOnlyList<int> Held => [.. Enumerable.Range(0, _holds.Length).Where(partition => _holds[partition].IsHeld)];

    /// <summary>Events passed over since the start because they could not be applied.</summary>
    public long Poisoned => _folds.Sum(fold => fold.Poisoned);

    /// <summary>Restores the last checkpoint and begins to follow the log; returns when following has begun.</summary>
    /// <exception cref="InvalidDataException">The catalog is of an earlier time than the checkpoint.</exception>
    public Task StartAsync(CancellationToken cancellation) => StartAsync(0, cancellation);

    /// <summary>The same, where users were erased before.</summary>
    /// <param name="removals">How many removals there were so far.</param>
    /// <param name="cancellation">Gives up; nothing is followed.</param>
    internal async Task StartAsync(int removals, CancellationToken cancellation)
    {
        await _checkpoints.RestoreAsync(Overlay, removals, cancellation);
        if (!await _standing.HasNumbered(Overlay.Trending.Items, cancellation))
        {
            throw new InvalidDataException(
                $"The checkpoint counts {Overlay.Trending.Items} items, and the catalog has numbered fewer: it was put back to an earlier state than the profiles, and would give their items' numbers to others. "
                + "Put the profiles back to a backup from before the catalog's, or empty them (docs/backup.md).");
        }

        var restored = await _state.RestoredAsync(cancellation);
        var partitions = Enumerable.Range(0, _log.Partitions).ToArray();

        // Now: what is taken in before a partition's turn comes is not caught up with.
        var ends = partitions.Select(_log.EndOffset).ToArray();
        Log.Starts(
            _logger,
            string.Join('.', partitions.Select(Overlay.AppliedIn)),
            restored.ToString(),
            string.Join('.', ends));
        _behind = partitions.Length;
        _started = true;
        _running = Task.WhenAll(
        [
            .. partitions.Select(partition => Task.Run(() => FollowAsync(partition, ends[partition]), CancellationToken.None)),
            Task.Run(() => _marks.RunAsync(_stopping.Token), CancellationToken.None),
            Task.Run(() => _applied.RunAsync(_stopping.Token), CancellationToken.None),
            Task.Run(() => _checkpoints.RunAsync(Overlay, _stopping.Token), CancellationToken.None),
        ]);
    }

    /// <summary>Waits until the watermark reaches a place.</summary>
    /// <returns>False where it did not within <paramref name="longest"/>, or too many wait already.</returns>
    public ValueTask<bool> WaitAsync(LogToken wanted, TimeSpan longest, CancellationToken cancellation) =>
        _watermark.WaitAsync(wanted, longest, cancellation);

    /// <summary>Runs work between two batches, with no event applied meanwhile; answers go on.</summary>
    internal async Task HoldAsync(Func<Task> work, CancellationToken cancellation)
    {
        var held = 0;
        try
        {
            for (; held < _turns.Length; held++)
            {
                await _turns[held].WaitAsync(cancellation);
            }

            await work();
        }
        finally
        {
            while (held > 0)
            {
                _turns[--held].Release();
            }
        }
    }

    /// <summary>Takes a checkpoint now; the log is followed meanwhile.</summary>
    public Task CheckpointAsync(CancellationToken cancellation) => _checkpoints.TakeAsync(Overlay, cancellation);

    /// <summary>Takes a checkpoint now where checkpoints fall to this node; one that fails is logged.</summary>
    internal Task TryCheckpointAsync(CancellationToken cancellation) => _checkpoints.TryTakeAsync(Overlay, cancellation);

    /// <summary>The overlay of the last checkpoint, whichever node took it; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    internal ValueTask<OverlaySnapshot?> CheckpointedOverlayAsync(CancellationToken cancellation) => _checkpoints.StoredAsync(cancellation);

    /// <summary>Stops following and takes a last checkpoint.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _running;
        await _applied.TryTellAsync(CancellationToken.None);
        if (_started)
        {
            // Otherwise the overlay is not the stored one, and must not take its place.
            await _checkpoints.TryTakeAsync(Overlay, CancellationToken.None);
        }

        Array.ForEach(_holds, hold => hold.Dispose());
        if (_group is not null)
        {
            await _group.DisposeAsync();
        }

        _checkpoints.Dispose();
        _again.Dispose();
        Array.ForEach(_turns, turn => turn.Dispose());
        _caughtUp.TrySetCanceled();
        _stopping.Dispose();
    }

    async Task FollowAsync(int partition, long target)
    {
        var caughtUp = false;
        var (offset, delay) = (0L, ShortestDelay);
        (int Hold, CancellationToken Again)? begun = null;
        while (!_stopping.IsCancellationRequested)
        {
            var again = _again.Token;
            try
            {
                using var turn = await _holds[partition].TurnAsync(again);
                if (begun != (_holds[partition].Number, again))
                {
                    begun = null;
                    offset = await BeginAsync(partition);
                    begun = (_holds[partition].Number, again);
                }

                SeeWhetherCaughtUp(partition, offset, target, ref caughtUp);
                await foreach (var batch in _log.ReadAsync(partition, offset, follow: true, turn.Token))
                {
                    await ApplyAsync(batch, caughtUp);
                    (offset, delay) = (batch.NextOffset, ShortestDelay);
                    SeeWhetherCaughtUp(partition, offset, target, ref caughtUp);
                    if (turn.IsCancellationRequested)
                    {
                        break;
                    }
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                // The turn has ended: whose the partition is has changed, or it is to be applied again.
            }
            catch (Exception fault)
            {
                _fault = $"Partition {partition} stands at offset {offset}: {fault.Message}";
                Log.Stands(_logger, partition, offset, delay, fault);
                delay = await PauseAsync(delay);
            }
        }
    }

    // Where a turn of reading begins. Who folds goes back to what the store surely holds; who only counts, to what is counted.
    async ValueTask<long> BeginAsync(int partition)
    {
        var counted = Overlay.AppliedIn(partition);
        if (!_holds[partition].IsHeld)
        {
            return counted;
        }

        var offset = Math.Min((await _state.RestoredAsync(_stopping.Token)).OffsetIn(partition), counted);
        _watermark.Advance(partition, offset);
        return offset;
    }

    void ApplyAgain()
    {
        Log.AppliesAgain(_logger);
        Interlocked.Exchange(ref _again, new CancellationTokenSource()).Cancel();
    }

    async ValueTask ApplyAsync(EventBatch batch, bool live)
    {
        using var span = live ? TracedEvents.Begin("live", batch) : AttuneTelemetry.Traces.StartActivity("live");
        var partition = batch.Partition;
        await _turns[partition].WaitAsync(_stopping.Token);
        try
        {
            var items = _holds[partition].IsHeld
                ? await _folds[partition].FoldAsync(batch, _stopping.Token)
                : await _folds[partition].PassAsync(batch, _stopping.Token);
            Overlay.Apply(batch, items.Span);
        }
        finally
        {
            _turns[partition].Release();
        }

        // Before the watermark: who waited for the batch must not find the fault that it is past.
        _fault = null;
        if (_holds[partition].IsHeld)
        {
            _applied.Tell(partition, batch.NextOffset);
            _watermark.Advance(partition, batch.NextOffset);
            _holds[partition].Done(batch.NextOffset);
        }

        _checkpoints.Applied(batch.Events.Count);
        AttuneTelemetry.Applied.Add(batch.Events.Count);
        if (live)
        {
            TracedEvents.Show(batch, "visible");
            AttuneTelemetry.Freshness.Record(EventTime.Now(_clock).Since(batch.AcceptedAt).TotalSeconds);
        }
    }

    void SeeWhetherCaughtUp(int partition, long offset, long target, ref bool caughtUp)
    {
        if (caughtUp || offset < target)
        {
            return;
        }

        caughtUp = true;
        Log.CaughtUp(_logger, partition, offset);
        if (Interlocked.Decrement(ref _behind) == 0)
        {
            _caughtUp.TrySetResult();
        }
    }

    async ValueTask<TimeSpan> PauseAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _clock, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return delay;
        }

        return TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
    }
}
