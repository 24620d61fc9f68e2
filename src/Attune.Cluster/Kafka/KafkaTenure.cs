using System.Diagnostics.CodeAnalysis;
using Attune.Events;

namespace Attune.Cluster.Kafka;

/// <summary>The time a partition is this node's: from its assignment until it is taken back. One lease of it is out at a time.</summary>
/// <param name="partition">The partition.</param>
/// <param name="letGo">Called when a lease was disposed.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "A source without a timer holds nothing, and its token outlives the tenure.")]
sealed class KafkaTenure(int partition, Action letGo)
{
    readonly Lock _gate = new();
    readonly CancellationTokenSource _lost = new();
    TaskCompletionSource? _isOut;
    bool _isOver;
    long _done = -1;
    long _committed = -1;

    public int Partition => partition;

    /// <summary>The offset before which everything has had its effect; negative where nothing was said yet.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>A lease, or null where one is out or the partition is lost.</summary>
    public IPartitionLease? TryTake()
    {
        lock (_gate)
        {
            if (_isOut is not null || _isOver)
            {
                return null;
            }

            _isOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Lease(this);
        }
    }

    /// <summary>Tells the holder to stop.</summary>
    /// <returns>Completes when it has.</returns>
    public Task End()
    {
        lock (_gate)
        {
            _isOver = true;
            // Not here: what the holder does on hearing it must not hold up the others.
            _ = _lost.CancelAsync();
            return _isOut?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>The offset to commit, if it is further than the last; taken once.</summary>
    public long? TakeUncommitted()
    {
        var done = Done;
        if (done <= _committed)
        {
            return null;
        }

        _committed = done;
        return done;
    }

    void LetGo()
    {
        TaskCompletionSource? isOut;
        lock (_gate)
        {
            (isOut, _isOut) = (_isOut, null);
        }

        isOut?.SetResult();
        letGo();
    }

    sealed class Lease(KafkaTenure of) : IPartitionLease
    {
        int _isDisposed;

        public CancellationToken Lost => of._lost.Token;

        public void Done(long offset)
        {
            if (Volatile.Read(ref _isDisposed) == 0)
            {
                Volatile.Write(ref of._done, offset);
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                of.LetGo();
            }
        }
    }
}
