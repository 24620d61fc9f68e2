using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Operating;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.History;

/// <summary>Moves the log into the history in the background, in order and exactly once.</summary>
/// <remarks>
/// <para><b>Steps.</b> For each partition: ask the history where it stands; read the log from there; gather
/// <see cref="ArchiverSettings.BatchEvents"/> or <see cref="ArchiverSettings.BatchTime"/>, whichever is first; commit rows and
/// offset together; tell who waits.</para>
/// <para><b>Failure.</b> The log holds everything, so nothing is lost by waiting: whatever fails is tried again from the
/// history's own offset, after a wait that doubles up to <see cref="ArchiverSettings.LongestRetry"/>. <see cref="Fault"/> says
/// what is wrong meanwhile.</para>
/// <para><b>Several nodes.</b> A partition is archived by the node that holds it. One that is to go elsewhere is let go of after the
/// commit under way has ended: a cancelled commit may still arrive, and the next node must find it. Of the others' partitions it
/// looks every second how far they are.</para>
/// <para><b>Bounds.</b> One gathered batch a partition, and what the log's reader holds ahead.</para>
/// </remarks>
public sealed class Archiver : IAsyncDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    readonly IEventLog _log;
    readonly IHistory _history;
    readonly TimeProvider _clock;
    readonly ArchiverSettings _settings;
    readonly ILogger _logger;
    readonly ArchiveProgress _progress;
    readonly IPartitionGroup? _group;
    readonly IPartitionLease?[] _leases;
    readonly TimeSpan[] _waits;
    readonly CancellationTokenSource _stop = new();

    // The history allows one appender; partitions take turns.
    readonly SemaphoreSlim _appending = new(1, 1);
    bool _hasBegun;
    Task _loops = Task.CompletedTask;

    /// <summary>An archiver at rest; <see cref="StartAsync"/> sets it going.</summary>
    /// <param name="log">Read from.</param>
    /// <param name="history">Written to, by nobody else.</param>
    /// <param name="clock">Times the batches and the retries.</param>
    /// <param name="settings">Sizes and waits; null for the defaults.</param>
    /// <param name="logger">Told of failures; null for none.</param>
    /// <param name="archives">False on a node that only wants to know how far others have archived.</param>
    public Archiver(
        IEventLog log, IHistory history, TimeProvider clock, ArchiverSettings? settings = null, ILogger? logger = null, bool archives = true)
    {
        _settings = settings ?? new ArchiverSettings();
        SettingFaults.Refuse(_settings.Faults());
        (_log, _history, _clock, _logger) = (log, history, clock, logger ?? NullLogger.Instance);
        _progress = new ArchiveProgress(log.Partitions);
        _group = archives ? log.Join("archive") : null;
        (_leases, _waits) = (new IPartitionLease?[log.Partitions], new TimeSpan[log.Partitions]);
    }

    /// <summary>The place up to which the log is in the history.</summary>
    public LogToken Archived => _progress.Archived;

    /// <summary>What keeps it from archiving just now; null where nothing does.</summary>
    public string? Fault { get; private set; }

    /// <summary>Finds out where the history stands and begins to follow the log.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < _log.Partitions; partition++)
        {
            try
            {
                _progress.Advance(partition, await _history.NextOffsetAsync(partition, cancellation));
            }
            catch (IOException away)
            {
                // The loops ask again; a history that is away must not keep a node from answering.
                Fault = away.Message;
            }
        }

        _hasBegun = true;
        _loops = Task.WhenAll(Enumerable.Range(0, _log.Partitions).SelectMany(Loops));
    }

    /// <summary>Returns when everything before a place is in the history.</summary>
    public Task WaitAsync(LogToken wanted, CancellationToken cancellation) => _progress.WaitAsync(wanted, cancellation);

    /// <summary>Returns when everything that is durable in the log now is in the history.</summary>
    public Task CatchUpAsync(CancellationToken cancellation) =>
        WaitAsync(LogToken.Of(Enumerable.Range(0, _log.Partitions).Select(partition => (partition, _log.EndOffset(partition)))), cancellation);

    /// <summary>Stops following, then brings over what the log still holds; gives that up at the first failure.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _loops;
        try
        {
            // One that never began does not know where the history stands.
            for (var partition = 0; _hasBegun && partition < _log.Partitions; partition++)
            {
                if (_group is SoleNode || _leases[partition] is { Lost.IsCancellationRequested: false })
                {
                    await ArchiveAsync(partition, follow: false, CancellationToken.None);
                }
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Log.NotFlushed(_logger, fault);
        }

        Array.ForEach(_leases, lease => lease?.Dispose());
        if (_group is not null)
        {
            await _group.DisposeAsync();
        }

        _stop.Dispose();
        _appending.Dispose();
    }

    // The edge of a background loop: whatever fails is logged and tried again, since stopping would hide it.
    async Task FollowAsync(int partition)
    {
        while (!_stop.IsCancellationRequested)
        {
            var before = _progress.OffsetOf(partition);
            try
            {
                var lease = _leases[partition] ??= await _group!.AcquireAsync(partition, _stop.Token);
                using var turn = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, lease.Lost);
                await ArchiveAsync(partition, follow: true, turn.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException) when (_leases[partition] is { Lost.IsCancellationRequested: true } lost)
            {
                _leases[partition] = null;
                lost.Dispose();
            }
            catch (Exception fault)
            {
                await PauseAsync(partition, advanced: _progress.OffsetOf(partition) > before, fault);
            }
        }
    }

    async Task PauseAsync(int partition, bool advanced, Exception fault)
    {
        Fault = fault.Message;
        var wait = advanced || _waits[partition] == default ? _settings.FirstRetry : _waits[partition];
        Log.Retried(_logger, partition, _progress.OffsetOf(partition), wait, fault);
        await Task.Delay(wait, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waits[partition] = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, _settings.LongestRetry.Ticks));
    }

    IEnumerable<Task> Loops(int partition) =>
        _group is null ? [Task.Run(() => LookAsync(partition))]
        : _group is SoleNode ? [Task.Run(() => FollowAsync(partition))]
        : [Task.Run(() => FollowAsync(partition)), Task.Run(() => LookAsync(partition))];

    async Task LookAsync(int partition)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Look, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (_leases[partition] is null)
                {
                    _progress.Advance(partition, await _history.NextOffsetAsync(partition, _stop.Token));
                    Fault = _group is null ? null : Fault;
                }
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Fault = fault.Message;
            }
        }
    }

    async Task ArchiveAsync(int partition, bool follow, CancellationToken cancellation)
    {
        // From the history's own offset, and not from what is remembered: a commit may have arrived although it seemed to fail.
        var offset = await _history.NextOffsetAsync(partition, cancellation);
        _progress.Advance(partition, offset);
        var batches = BatchGathering.GatherAsync(
            reading => _log.ReadAsync(partition, offset, follow, reading), _settings.BatchEvents, _settings.BatchTime, _clock, cancellation);
        await foreach (var gathered in batches)
        {
            await CommitAsync(partition, gathered, cancellation);
        }
    }

    async Task CommitAsync(int partition, List<EventBatch> gathered, CancellationToken cancellation)
    {
        using var span = TracedEvents.Begin("archive", CollectionsMarshal.AsSpan(gathered));
        await _appending.WaitAsync(cancellation);
        try
        {
            // Not cancelled once begun: it may arrive all the same, and whoever archives next must find it whole or not at all.
            await _history.AppendAsync(gathered, CancellationToken.None);
        }
        finally
        {
            _appending.Release();
        }

        Fault = null;
        gathered.ForEach(batch => TracedEvents.Show(batch, "archived"));
        AttuneTelemetry.Archived.Add(gathered.Sum(batch => (long)batch.Events.Count));
        _progress.Advance(partition, gathered[^1].NextOffset);
    }
}
