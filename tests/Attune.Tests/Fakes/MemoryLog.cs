using System.Runtime.CompilerServices;
using Attune.Events;

namespace Attune.Tests.Fakes;

/// <summary>The log in lists: partition by the profile key's length, so that tests can choose it.</summary>
sealed class MemoryLog(int partitions = 1, int readBatch = 100) : IEventLog
{
    readonly Lock _gate = new();
    readonly List<UserEvent>[] _events = [.. Enumerable.Range(0, partitions).Select(_ => new List<UserEvent>())];
    TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Partitions => partitions;

    public long FirstOffset(int partition) => 0;

    public long EndOffset(int partition)
    {
        lock (_gate)
        {
            return _events[partition].Count;
        }
    }

    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var touched = new List<(int, long)>();
            foreach (var e in events)
            {
                var partition = e.ProfileKey.Value.Length % partitions;
                _events[partition].Add(e);
                touched.Add((partition, _events[partition].Count));
            }

            _appended.TrySetResult();
            _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(new AppendOutcome.Appended(LogToken.Of(touched)));
        }
    }

    public async IAsyncEnumerable<EventBatch> ReadAsync(
        int partition, long offset, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            EventBatch? batch = null;
            Task appended;
            lock (_gate)
            {
                appended = _appended.Task;
                var events = _events[partition];
                if (offset < events.Count)
                {
                    var count = Math.Min(readBatch, events.Count - (int)offset);
                    batch = new EventBatch(partition, offset, default, events.GetRange((int)offset, count));
                }
            }

            if (batch is not null)
            {
                offset = batch.NextOffset;
                yield return batch;
            }
            else if (follow)
            {
                await appended.WaitAsync(cancellation);
            }
            else
            {
                yield break;
            }
        }
    }

    public ValueTask DisposeAsync() => default;
}
