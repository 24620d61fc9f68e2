namespace Attune.Events;

/// <summary>This node among those that share the partitions of a log for one purpose: each partition is one node's at a time.</summary>
public interface IPartitionGroup : IAsyncDisposable
{
    /// <summary>Waits until a partition is this node's.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IPartitionLease> AcquireAsync(int partition, CancellationToken cancellation);
}

/// <summary>A partition that is this node's until it is lost or let go.</summary>
/// <remarks>Disposing says that its work has ended: only then, or after a while, does the partition go to another node.</remarks>
public interface IPartitionLease : IDisposable
{
    /// <summary>Cancelled when the partition is to go to another node: its holder stops, and disposes.</summary>
    CancellationToken Lost { get; }

    /// <summary>Says that everything before an offset has had its effect, for those who watch how far a group lags.</summary>
    void Done(long offset);
}

/// <summary>The group of a log that one process has to itself: every partition is its own, for ever.</summary>
public sealed class SoleNode : IPartitionGroup
{
    SoleNode()
    {
    }

    /// <summary>It has no state, so there is one.</summary>
    public static SoleNode Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<IPartitionLease> AcquireAsync(int partition, CancellationToken cancellation) => new(Lease.Forever);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    sealed class Lease : IPartitionLease
    {
        public static Lease Forever { get; } = new();

        public CancellationToken Lost => CancellationToken.None;

        public void Done(long offset)
        {
        }

        public void Dispose()
        {
        }
    }
}
