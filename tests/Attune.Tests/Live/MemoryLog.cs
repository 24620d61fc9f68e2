using System.Runtime.CompilerServices;
using Attune.Events;

namespace Attune.Tests.Live;

/// <summary>An event log in memory. A reader gets batches of a size of its own, whatever was appended together.</summary>
sealed class MemoryLog(int partitions = 1, int batchSize = 100) : IEventLog
{
    readonly Lock _lock = new();
    readonly List<UserEvent>[] _events = [.. Enumerable.Range(0, partitions).Select(_ => new List<UserEvent>())];
    TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventTime AcceptedAt { get; set; } = new(2_000_000_000_000_000);

    public int Partitions => partitions;

    public int PartitionOf(ProfileKey profile) => profile.Value.Sum(letter => letter) % partitions;

    public long FirstOffset(int partition) => 0;

    public long EndOffset(int partition)
    {
        lock (_lock)
        {
            return _events[partition].Count;
        }
    }

    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var places = new List<(int, long)>();
            foreach (var happened in events)
            {
                var partition = PartitionOf(happened.ProfileKey);
                _events[partition].Add(happened);
                places.Add((partition, _events[partition].Count));
            }

            var waiting = _more;
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.SetResult();
            return new(new AppendOutcome.Appended(LogToken.Of(places)));
        }
    }

    public async IAsyncEnumerable<EventBatch> ReadAsync(
        int partition, long offset, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            UserEvent[] next;
            Task more;
            lock (_lock)
            {
                next = [.. _events[partition].Skip((int)offset).Take(batchSize)];
                more = _more.Task;
            }

            if (next.Length > 0)
            {
                yield return new EventBatch(partition, offset, AcceptedAt, next);
                offset += next.Length;
            }
            else if (follow)
            {
                await more.WaitAsync(cancellation);
            }
            else
            {
                yield break;
            }
        }
    }

    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var erased = 0L;
            for (var partition = 0; partition < partitions; partition++)
            {
                for (var offset = 0; offset < _events[partition].Count; offset++)
                {
                    if (erasure.Covers(_events[partition][offset], partition, offset))
                    {
                        _events[partition][offset] = UserEvent.Erased;
                        erased++;
                    }
                }
            }

            return new(erased);
        }
    }

    public ValueTask DisposeAsync() => default;
}
