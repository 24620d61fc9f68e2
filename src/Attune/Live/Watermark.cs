using Attune.Events;

namespace Attune.Live;

/// <summary>How far the log is applied, and who waits for it to come further.</summary>
/// <remarks>Waiters are woken by the advance itself; nobody polls. Bounded: one too many is told at once that it is not reached.</remarks>
sealed class Watermark(int partitions, int mostWaiters, TimeProvider clock)
{
    readonly Lock _lock = new();
    readonly long[] _offsets = new long[partitions];
    readonly List<(LogToken Wanted, TaskCompletionSource<bool> Reached)> _waiters = [];
    TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile Mark _mark = new(LogToken.None);

    public LogToken Token => _mark.Token;

    /// <summary>True while somebody waits.</summary>
    public bool AnyWaits
    {
        get
        {
            lock (_lock)
            {
                return _waiters.Count > 0;
            }
        }
    }

    /// <summary>Returns when somebody begins to wait, or after a while.</summary>
    public async Task NextAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        Task asked;
        lock (_lock)
        {
            if (_asked.Task.IsCompleted)
            {
                _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            asked = _asked.Task;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(asked, Task.Delay(longest, time, ending.Token));
        await ending.CancelAsync();
    }

    public void Advance(int partition, long offset)
    {
        lock (_lock)
        {
            if (offset <= _offsets[partition] && _mark.Token.Places.Length > 0)
            {
                return;
            }

            _offsets[partition] = offset;
            _mark = new Mark(LogToken.Of(_offsets.Select((o, p) => (p, o))));
            _waiters.RemoveAll(waiter => _mark.Token.Reaches(waiter.Wanted) && waiter.Reached.TrySetResult(true));
        }
    }

    public ValueTask<bool> WaitAsync(LogToken wanted, TimeSpan longest, CancellationToken cancellation) =>
        Token.Reaches(wanted) ? new(true)
        : longest <= TimeSpan.Zero ? new(false)
        : new(WaitForAdvanceAsync(wanted, longest, cancellation));

    async Task<bool> WaitForAdvanceAsync(LogToken wanted, TimeSpan longest, CancellationToken cancellation)
    {
        var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Token.Reaches(wanted))
            {
                return true;
            }

            if (_waiters.Count >= mostWaiters)
            {
                return false;
            }

            _waiters.Add((wanted, reached));
            _asked.TrySetResult();
        }

        using var timer = clock.CreateTimer(_ => reached.TrySetResult(false), null, longest, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellation.Register(() => reached.TrySetCanceled(cancellation));
        try
        {
            return await reached.Task;
        }
        finally
        {
            lock (_lock)
            {
                _waiters.RemoveAll(waiter => waiter.Reached == reached);
            }
        }
    }

    /// <summary>A token in one reference, so that readers never see half of one.</summary>
    sealed record Mark(LogToken Token);
}
