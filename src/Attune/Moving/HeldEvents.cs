using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.Operating;

namespace Attune.Moving;

/// <summary>All events a workspace holds, from the history as far as the log has let them go, and from the log after that.</summary>
/// <remarks>
/// Each partition in order, and among partitions what happened earlier comes first: so a log of one partition gets, of several, about
/// the order in which things happened. With an instant to end at, each partition ends before its first event that was accepted then or later:
/// what follows that one is left out too, even where a clock was put back.
/// </remarks>
sealed class HeldEvents(WorkspacePorts ports, EventTime? until = null)
{
    /// <summary>How many offsets there are from a place to the end now.</summary>
    public long Count(LogToken from) =>
        Enumerable.Range(0, ports.Log.Partitions).Sum(partition => Math.Max(0, ports.Log.EndOffset(partition) - from.OffsetIn(partition)));

    /// <summary>The events from a place on, erased ones included.</summary>
    /// <exception cref="InvalidDataException">Events are in neither; the message says which.</exception>
    public async IAsyncEnumerable<HeldEvent> ReadAsync(LogToken from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var readers = new List<IAsyncEnumerator<HeldEvent>>();
        var earliest = new PriorityQueue<IAsyncEnumerator<HeldEvent>, (long Time, int Partition)>();
        try
        {
            for (var partition = 0; partition < ports.Log.Partitions; partition++)
            {
                var reader = EventsAsync(partition, from.OffsetIn(partition), cancellation).GetAsyncEnumerator(cancellation);
                readers.Add(reader);
                await MoveAsync(reader);
            }

            while (earliest.TryDequeue(out var reader, out _))
            {
                yield return reader.Current;
                await MoveAsync(reader);
            }
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync();
            }
        }

        async ValueTask MoveAsync(IAsyncEnumerator<HeldEvent> reader)
        {
            if (await reader.MoveNextAsync())
            {
                earliest.Enqueue(reader, (reader.Current.Happened.Time.Micros, reader.Current.Partition));
            }
        }
    }

    async IAsyncEnumerable<HeldEvent> EventsAsync(int partition, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in BatchesAsync(partition, offset, cancellation))
        {
            if (batch.AcceptedAt >= until)
            {
                yield break;
            }

            for (var at = 0; at < batch.Events.Count; at++)
            {
                yield return new(partition, batch.BaseOffset + at, batch.Events[at]);
            }
        }
    }

    async IAsyncEnumerable<EventBatch> BatchesAsync(int partition, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (offset < ports.Log.EndOffset(partition))
        {
            var (before, first) = (offset, ports.Log.FirstOffset(partition));
            var source = offset < first
                ? ports.History.ReadEventsAsync(partition, offset, first, cancellation)
                : ports.Log.ReadAsync(partition, offset, follow: false, cancellation);
            await foreach (var batch in source)
            {
                // The log let go of what was next: the history has it.
                if (batch.BaseOffset > offset)
                {
                    break;
                }

                yield return batch;
                offset = batch.NextOffset;
            }

            if (offset == before && ports.Log.FirstOffset(partition) == first)
            {
                throw new InvalidDataException(offset < first
                    ? $"Events {offset} to {first - 1} of partition {partition} are no longer in the log, and the history ends before them."
                    : $"The log's partition {partition} is said to end at {ports.Log.EndOffset(partition)} and has nothing to read at {offset}.");
            }
        }
    }
}

/// <summary>An event and its place.</summary>
readonly record struct HeldEvent(int Partition, long Offset, UserEvent Happened);
