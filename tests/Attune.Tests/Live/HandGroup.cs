using Attune.Events;

namespace Attune.Tests.Live;

/// <summary>A log whose partitions are handed out and taken away by hand.</summary>
sealed class SharedLog(IEventLog inner) : IEventLog
{
    public HandGroup Group { get; } = new(inner.Partitions);

    public int Partitions => inner.Partitions;

    public long FirstOffset(int partition) => inner.FirstOffset(partition);

    public long EndOffset(int partition) => inner.EndOffset(partition);

    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation) =>
        inner.AppendAsync(events, cancellation);

    public IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation) =>
        inner.ReadAsync(partition, offset, follow, cancellation);

    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => inner.EraseAsync(erasure, cancellation);

    public int PartitionOf(ProfileKey profile) => inner.PartitionOf(profile);

    public IPartitionGroup Join(string purpose) => Group;

    public ValueTask DisposeAsync() => default;
}

/// <summary>One node's part in a group, moved by the test.</summary>
sealed class HandGroup(int partitions) : IPartitionGroup
{
    readonly TaskCompletionSource<Lease>[] _given = [.. Enumerable.Range(0, partitions).Select(_ => New())];

    public void Give(int partition) => _given[partition].SetResult(new Lease());

    /// <summary>Takes a partition away, and returns when its holder has let go.</summary>
    public async Task TakeAsync(int partition)
    {
        var lease = await _given[partition].Task;
        _given[partition] = New();
        await lease.EndAsync();
    }

    public async ValueTask<IPartitionLease> AcquireAsync(int partition, CancellationToken cancellation)
    {
        while (true)
        {
            var lease = await _given[partition].Task.WaitAsync(cancellation);
            if (lease.Take())
            {
                return lease;
            }

            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => default;

    static TaskCompletionSource<Lease> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    sealed class Lease : IPartitionLease
    {
        readonly CancellationTokenSource _lost = new();
        readonly TaskCompletionSource _let = new(TaskCreationOptions.RunContinuationsAsynchronously);

        int _state;

        public CancellationToken Lost => _lost.Token;

        /// <summary>True for whoever asks first, unless it was taken back before.</summary>
        public bool Take() => Interlocked.CompareExchange(ref _state, 1, 0) == 0;

        public void Done(long offset)
        {
        }

        public void Dispose() => _let.TrySetResult();

        public async Task EndAsync()
        {
            if (Interlocked.CompareExchange(ref _state, 2, 0) == 0)
            {
                return;
            }

            await _lost.CancelAsync();
            await _let.Task;
        }
    }
}
