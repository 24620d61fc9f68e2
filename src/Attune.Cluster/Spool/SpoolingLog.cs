using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Attune.Events;
using Attune.Operating;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Spool;

/// <summary>A log whose appends go to a spool on this machine while the log is away, and from there to the log, in order.</summary>
/// <remarks>
/// <para><b>When.</b> An append that fails, or has no answer within <see cref="SpoolSettings.Patience"/>, goes to the spool; from then on all do,
/// until the spool is empty. So the first failure is paid by those who were waiting, and the moving is the only one that tries.</para>
/// <para><b>The end.</b> When as little waits as one moving takes, appends are held until it is moved, and go to the log again; so the spool is
/// left under any load. Who has been held for <see cref="SpoolSettings.Patience"/>, or while a moving failed, goes to the spool.</para>
/// <para><b>What an answer says.</b> A spooled event is durable on this machine alone, and no reader sees it yet: the token is
/// <see cref="LogToken.None"/>, so that reading one's own writes is not promised for it.</para>
/// <para><b>Order.</b> Of one profile's events taken by this node; those of several nodes were never ordered among one another.</para>
/// <para><b>Repeats.</b> An append without an answer may have reached the log and goes to the spool all the same; a crash while moving
/// moves again. The log's readers recognise both by the event ids.</para>
/// <para><b>Overload</b> is not being away: it is answered as such.</para>
/// </remarks>
public sealed class SpoolingLog : IEventLog
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    readonly string _workspace;
    readonly IEventLog _log;
    readonly IEventLog _spool;
    readonly SpoolSettings _settings;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly SpoolMoving _moving;
    readonly Meter _meter = new(AttuneTelemetry.Name);
    readonly Lock _gate = new();
    readonly Channel<bool> _left = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly CancellationTokenSource _stop = new();
    readonly Task _draining;
    TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    TaskCompletionSource? _ending;
    bool _isSpooling;
    int _entering;
    long _acknowledged;
    int _isClosed;

    /// <summary>Begins to move what an earlier process left.</summary>
    /// <param name="workspace">The workspace's name, for metrics and messages.</param>
    /// <param name="log">The log, disposed with this.</param>
    /// <param name="spool">A durable log of one partition on this machine, disposed with this.</param>
    /// <param name="positionFile">Where it is kept how far the spool has been moved; beside the spool.</param>
    /// <param name="settings">How patient, and how much.</param>
    /// <param name="clock">Measures waits.</param>
    /// <param name="logger">Told when the spool is used.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or the spool has more than one partition.</exception>
    /// <exception cref="InvalidDataException">The position file holds no offset.</exception>
    public SpoolingLog(
        string workspace, IEventLog log, IEventLog spool, string positionFile, SpoolSettings settings, TimeProvider clock, ILogger<SpoolingLog> logger)
    {
        SettingFaults.Refuse(settings.Faults());
        ArgumentOutOfRangeException.ThrowIfNotEqual(spool.Partitions, 1, nameof(spool));
        (_workspace, _log, _spool, _settings, _clock, _logger) = (workspace, log, spool, settings, clock, logger);
        _moving = new SpoolMoving(log, spool, new SpoolPosition(positionFile), settings);
        _meter.CreateObservableGauge(
            "attune.spool.events", () => new Measurement<long>(Waiting, new KeyValuePair<string, object?>("workspace", workspace)),
            "{event}", "Accepted events that wait on this machine for the log.");
        if (Waiting > 0)
        {
            Begin("an earlier process left events");
        }

        _draining = Task.Run(DrainAsync);
    }

    /// <inheritdoc/>
    public bool RecognisesRepeats => _log.RecognisesRepeats;

    /// <inheritdoc/>
    public string? Fault => _log.Fault;

    /// <inheritdoc/>
    public int Partitions => _log.Partitions;

    /// <summary>How many events wait on this machine.</summary>
    public long Waiting => _spool.EndOffset(0) - _moving.Moved;

    /// <summary>The offset of the spool before which nothing is needed any more.</summary>
    public long Moved => _moving.Moved;

    /// <inheritdoc/>
    public long FirstOffset(int partition) => _log.FirstOffset(partition);

    /// <inheritdoc/>
    public long EndOffset(int partition) => _log.EndOffset(partition);

    /// <inheritdoc/>
    public IPartitionGroup Join(string purpose) => _log.Join(purpose);

    /// <inheritdoc/>
    public IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation) =>
        _log.ReadAsync(partition, offset, follow, cancellation);

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isClosed != 0, this);
        if (!await TryEnterSpoolAsync(cancellation))
        {
            var outcome = await TryLogAsync(events, cancellation);
            if (outcome is AppendOutcome.Appended or AppendOutcome.Overloaded)
            {
                return outcome;
            }

            EnterSpool(((AppendOutcome.StorageFailed)outcome).Reason);
        }

        try
        {
            if (Waiting + events.Count > _settings.Events)
            {
                return new AppendOutcome.Overloaded(RetryAfter);
            }

            var spooled = await _spool.AppendAsync(events, cancellation);
            return spooled is AppendOutcome.Appended ? new AppendOutcome.Appended(LogToken.None) : spooled;
        }
        finally
        {
            LeaveSpool();
        }
    }

    /// <inheritdoc/>
    public bool ErasesBytes => _log.ErasesBytes;

    /// <inheritdoc/>
    /// <remarks>What waits on this machine is erased whole: it comes before the place, wherever that is.</remarks>
    public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) =>
        await _moving.EraseAsync(erasure, cancellation) + await _log.EraseAsync(erasure, cancellation);

    /// <inheritdoc/>
    /// <remarks>What waits on this machine is erased whole, as by <see cref="EraseAsync"/>.</remarks>
    public async ValueTask HeedAsync(EventErasure erasure, CancellationToken cancellation)
    {
        await _moving.EraseAsync(erasure, cancellation);
        await _log.HeedAsync(erasure, cancellation);
    }

    /// <inheritdoc/>
    public int PartitionOf(ProfileKey profile) => _log.PartitionOf(profile);

    /// <summary>Stops moving, and closes both; what waits is moved by the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _draining;
        _meter.Dispose();
        await _spool.DisposeAsync();
        await _log.DisposeAsync();
        _moving.Dispose();
        _stop.Dispose();
    }

    async ValueTask<AppendOutcome> TryLogAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        var before = Interlocked.Read(ref _acknowledged);
        try
        {
            var appending = _log.AppendAsync(events, cancellation).AsTask();
            AppendOutcome outcome;
            try
            {
                outcome = await appending.WaitAsync(_settings.Patience, _clock, cancellation);
            }
            catch (TimeoutException) when (appending.IsCompleted || Interlocked.Read(ref _acknowledged) != before)
            {
                outcome = await appending.WaitAsync(_settings.Patience, _clock, cancellation);
            }

            Interlocked.Add(ref _acknowledged, outcome is AppendOutcome.Appended ? 1 : 0);
            return outcome;
        }
        catch (TimeoutException)
        {
            return new AppendOutcome.StorageFailed($"there was no answer within {_settings.Patience}");
        }
        catch (IOException failure)
        {
            return new AppendOutcome.StorageFailed(failure.Message);
        }
    }

    /// <summary>True where the spool is in use, which is then kept in use until <see cref="LeaveSpool"/>.</summary>
    async ValueTask<bool> TryEnterSpoolAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task ending;
            lock (_gate)
            {
                if (!_isSpooling)
                {
                    return false;
                }

                if (_ending is null)
                {
                    _entering++;
                    return true;
                }

                ending = _ending.Task;
            }

            await Task.WhenAny(ending, Task.Delay(_settings.Patience, _clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
            if (!ending.IsCompleted)
            {
                LetIn();
            }
        }
    }

    /// <summary>From now on appends are held until <see cref="TryEnd"/> succeeds or <see cref="LetIn"/> gives up on it.</summary>
    void HoldBack()
    {
        lock (_gate)
        {
            _ending ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    void LetIn()
    {
        lock (_gate)
        {
            _ending?.SetResult();
            _ending = null;
        }
    }

    void EnterSpool(string reason)
    {
        lock (_gate)
        {
            _entering++;
            Begin(reason);
        }
    }

    void LeaveSpool()
    {
        lock (_gate)
        {
            _entering--;
        }

        _left.Writer.TryWrite(true);
    }

    bool IsEntered()
    {
        lock (_gate)
        {
            return _entering > 0;
        }
    }

    void Begin(string reason)
    {
        if (!_isSpooling)
        {
            _isSpooling = true;
            Log.Begins(_logger, _workspace, reason);
            _begun.TrySetResult();
        }
    }

    /// <summary>Appends go to the log again, if nothing waits and nobody is about to add to it.</summary>
    bool TryEnd()
    {
        lock (_gate)
        {
            if (_entering > 0 || Waiting > 0)
            {
                return false;
            }

            _isSpooling = false;
            _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
            LetIn();
            Log.Ends(_logger, _workspace);
            return true;
        }
    }

    async Task DrainAsync()
    {
        var retrying = _moving.Retrying(_clock, (delay, reason) =>
        {
            LetIn();
            Log.Waits(_logger, _workspace, Waiting, delay, reason);
        });
        try
        {
            while (true)
            {
                await _begun.Task.WaitAsync(_stop.Token);
                while (!TryEnd())
                {
                    if (Waiting <= _settings.BatchEvents)
                    {
                        HoldBack();
                    }

                    var outcome = await retrying.ExecuteAsync(_moving.MoveSomeAsync, _stop.Token);
                    if (outcome is AppendOutcome.Appended && Waiting == 0 && IsEntered())
                    {
                        // Somebody is about to add: there is nothing to do until they have.
                        await _left.Reader.ReadAsync(_stop.Token);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Closed.
        }
    }
}
