using Attune.Events;

namespace Attune.History;

/// <summary>How far each partition is archived, and who waits for it.</summary>
sealed class ArchiveProgress(int partitions)
{
    readonly Lock _gate = new();
    readonly long[] _offsets = new long[partitions];
    TaskCompletionSource _advanced = Signal();

    /// <summary>The place up to which all is archived.</summary>
    public LogToken Archived
    {
        get
        {
            lock (_gate)
            {
                return LogToken.Of(_offsets.Select((offset, partition) => (partition, offset)));
            }
        }
    }

    /// <summary>One partition's offset.</summary>
    public long OffsetOf(int partition)
    {
        lock (_gate)
        {
            return _offsets[partition];
        }
    }

    /// <summary>Says how far a partition is; never goes back.</summary>
    public void Advance(int partition, long offset)
    {
        TaskCompletionSource? reached = null;
        lock (_gate)
        {
            if (offset > _offsets[partition])
            {
                _offsets[partition] = offset;
                (reached, _advanced) = (_advanced, Signal());
            }
        }

        reached?.SetResult();
    }

    /// <summary>Returns when a place is reached.</summary>
    public async Task WaitAsync(LogToken wanted, CancellationToken cancellation)
    {
        while (true)
        {
            // The signal before the look: an advance in between completes the signal that is awaited.
            Task advanced;
            lock (_gate)
            {
                advanced = _advanced.Task;
            }

            if (Archived.Reaches(wanted))
            {
                return;
            }

            await advanced.WaitAsync(cancellation);
        }
    }

    static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
