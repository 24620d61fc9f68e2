using Attune.Cluster.Kafka;
using Attune.Events;

namespace Attune.Cluster.Waiting;

/// <summary>The group of a log that is not open yet: joined with the first partition asked for once it is.</summary>
sealed class LateGroup(LatePort<KafkaEventLog> log, string purpose) : IPartitionGroup
{
    readonly Lock _gate = new();
    IPartitionGroup? _group;
    bool _isClosed;

    public async ValueTask<IPartitionLease> AcquireAsync(int partition, CancellationToken cancellation) =>
        await Joined(await log.WhenOpenAsync(cancellation)).AcquireAsync(partition, cancellation);

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            return _group?.DisposeAsync() ?? default;
        }
    }

    IPartitionGroup Joined(KafkaEventLog open)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return _group ??= open.Join(purpose);
        }
    }
}
