using Attune.Events;
using Polly;
using Polly.Retry;

namespace Attune.Cluster.Spool;

/// <summary>Moves events from the spool to the log, some at a time, and remembers how far.</summary>
sealed class SpoolMoving(IEventLog log, IEventLog spool, SpoolPosition position, SpoolSettings settings) : IDisposable
{
    static readonly AppendOutcome Nothing = new AppendOutcome.Appended(LogToken.None);

    // What has been read must not reach the log after it has been erased from both.
    readonly SemaphoreSlim _moving = new(1, 1);
    long _moved = Math.Min(position.Read(), spool.EndOffset(0));
    bool _isUnwritten;

    /// <summary>The offset of the spool up to which (exclusive) everything is in the log.</summary>
    public long Moved => Volatile.Read(ref _moved);

    /// <summary>Tries for ever, with growing waits that differ between nodes.</summary>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="waits">Told of each wait, and why.</param>
    public ResiliencePipeline<AppendOutcome> Retrying(TimeProvider clock, Action<TimeSpan, string> waits) =>
        new ResiliencePipelineBuilder<AppendOutcome> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<AppendOutcome>
            {
                ShouldHandle = new PredicateBuilder<AppendOutcome>().Handle<IOException>().HandleResult(outcome => outcome is not AppendOutcome.Appended),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = settings.FirstRetry,
                MaxDelay = settings.LongestRetry,
                OnRetry = retry =>
                {
                    waits(retry.RetryDelay, retry.Outcome.Exception?.Message ?? $"{retry.Outcome.Result}");
                    return default;
                },
            })
            .Build();

    /// <summary>Moves the next events.</summary>
    /// <returns>What the log said of them; appended where there were none.</returns>
    /// <exception cref="IOException">Spool, log or position failed; nothing is lost, and some may be moved again. No further event is moved before the position is written.</exception>
    public async ValueTask<AppendOutcome> MoveSomeAsync(CancellationToken cancellation)
    {
        await _moving.WaitAsync(cancellation);
        try
        {
            Remember();
            var (events, next) = await ReadSomeAsync(cancellation);
            var outcome = events.Count == 0 ? Nothing : await log.AppendAsync(events, cancellation);
            if (outcome is AppendOutcome.Appended && next > Moved)
            {
                // Before it is written: what is in the log is not sent again because the disk is full.
                Volatile.Write(ref _moved, next);
                _isUnwritten = true;
                Remember();
            }

            return outcome;
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>Erases profiles from what waits, wherever it stands.</summary>
    public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
    {
        await _moving.WaitAsync(cancellation);
        try
        {
            return await spool.EraseAsync(erasure with { Before = LogToken.At(0, spool.EndOffset(0)) }, cancellation);
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _moving.Dispose();

    void Remember()
    {
        if (_isUnwritten)
        {
            position.Write(Moved);
            _isUnwritten = false;
        }
    }

    async ValueTask<(List<UserEvent> Events, long Next)> ReadSomeAsync(CancellationToken cancellation)
    {
        var events = new List<UserEvent>();
        var next = Moved;
        await foreach (var batch in spool.ReadAsync(0, next, follow: false, cancellation))
        {
            var taken = batch.Events.Take(settings.BatchEvents - events.Count).ToArray();
            events.AddRange(taken.Where(happened => !happened.IsErased));
            next = batch.BaseOffset + taken.Length;
            if (events.Count >= settings.BatchEvents)
            {
                break;
            }
        }

        return (events, next);
    }
}
