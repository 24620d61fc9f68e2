using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Attune.Events;
using Attune.Operating;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>Reads one partition from an offset on by a consumer and a thread of its own, which end with the reading.</summary>
sealed class PartitionReader(
    string topic, int partition, KafkaSettings settings, PartitionEnds ends, KafkaErasures erasures, ILogger logger)
{
    /// <summary>Batches read ahead of whoever takes them.</summary>
    const int Ahead = 4;

    static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    long _tracedFrom;
    long _handedAt;

    /// <summary>The events from an offset on: to the end there was when it began, or for ever.</summary>
    public async IAsyncEnumerable<EventBatch> ReadAsync(long offset, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<EventBatch>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var pumping = Task.Factory.StartNew(
            () => Pump(offset, follow, batches.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellation))
            {
                yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pumping;
        }
    }

    void Pump(long offset, bool follow, ChannelWriter<EventBatch> batches, CancellationToken stop)
    {
        try
        {
            Read(offset, follow, batches, stop);
            batches.Complete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            batches.Complete();
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
        }
    }

    void Read(long offset, bool follow, ChannelWriter<EventBatch> batches, CancellationToken stop)
    {
        var (first, end) = AskUntilAnswered(offset, stop);
        var until = follow ? long.MaxValue : end;
        var begin = Math.Max(offset, first);
        if (begin >= until)
        {
            return;
        }

        // What was there already had its effect elsewhere, or before: it is caught up with, and is in no trace.
        _tracedFrom = end;
        var reading = new RecordReading(topic, partition, begin, settings.RepeatWindow, erasures, logger);
        var from = Math.Max(first, Math.Min(begin, end) - settings.RepeatWindow);
        while (reading.Next < until)
        {
            stop.ThrowIfCancellationRequested();
            using var consumer = Build();
            consumer.Assign(new TopicPartitionOffset(topic, partition, from));
            Consume(consumer, reading, until, batches, stop);
            from = Math.Max(from, reading.Shown);
        }
    }

    /// <summary>Reads until the end, or until the consumer is of no more use.</summary>
    void Consume(IConsumer<byte[], byte[]> consumer, RecordReading reading, long until, ChannelWriter<EventBatch> batches, CancellationToken stop)
    {
        while (reading.Next < until)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                // What is there already joins one batch, and so does what comes before the next batch is due.
                var record = consumer.Consume(reading.IsEmpty ? TimeSpan.Zero : UntilDue());
                if (record is null && (reading.IsEmpty || UntilDue() == TimeSpan.Zero))
                {
                    Hand(reading, batches, stop);
                    record = consumer.Consume(Idle);
                }

                if (record is not null)
                {
                    Take(record, reading, batches, stop);
                }
            }
            catch (ConsumeException failure)
            {
                Log.ReadingStands(logger, topic, partition, reading.Next, failure.Error.Reason);
                if (failure.Error.IsFatal)
                {
                    return;
                }

                stop.WaitHandle.WaitOne(Idle);
            }
        }

        Hand(reading, batches, stop);
    }

    void Take(ConsumeResult<byte[], byte[]> record, RecordReading reading, ChannelWriter<EventBatch> batches, CancellationToken stop)
    {
        var offset = record.Offset.Value;
        if (offset > reading.Next)
        {
            Bridge(offset, reading, batches, stop);
        }

        if (record.IsPartitionEOF)
        {
            ends.ReachesTo(partition, offset);
            return;
        }

        ends.ReachesTo(partition, offset + 1);
        var (happened, acceptedAt) = reading.Decode(record);
        if (reading.IsFull || !reading.Fits(acceptedAt))
        {
            Hand(reading, batches, stop);
        }

        if (happened is not null && offset >= _tracedFrom && RecordTrace.Read(record.Message.Headers) is { } accepted)
        {
            TracedEvents.Remember(happened.EventId, accepted);
        }

        reading.Take(happened, acceptedAt, offset, record.Message.Value?.Length ?? 0);
    }

    /// <summary>Offsets that hold no record are erased events; those that are no longer held are passed over.</summary>
    void Bridge(long offset, RecordReading reading, ChannelWriter<EventBatch> batches, CancellationToken stop)
    {
        if (ends.First(partition) <= reading.Next)
        {
            AskUntilAnswered(reading.Next, stop);
        }

        if (Math.Min(ends.First(partition), offset) is var first && first > reading.Next)
        {
            Log.Skipped(logger, topic, partition, reading.Next, first);
            Hand(reading, batches, stop);
            reading.SkipTo(first);
        }

        while (reading.Next < offset)
        {
            if (reading.IsFull)
            {
                Hand(reading, batches, stop);
            }

            reading.FillTo(offset);
        }
    }

    void Hand(RecordReading reading, ChannelWriter<EventBatch> batches, CancellationToken stop)
    {
        if (reading.TakeBatch() is not { } batch)
        {
            return;
        }

        if (!batches.TryWrite(batch))
        {
            batches.WriteAsync(batch, stop).AsTask().GetAwaiter().GetResult();
        }

        _handedAt = Stopwatch.GetTimestamp();
    }

    // In real time, as the client's own waits are.
    TimeSpan UntilDue()
    {
        var left = settings.Gather - Stopwatch.GetElapsedTime(_handedAt);
        return _handedAt == 0 || left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    (long First, long End) AskUntilAnswered(long offset, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                ends.AskAsync().WaitAsync(stop).GetAwaiter().GetResult();
                return (ends.First(partition), ends.End(partition));
            }
            catch (KafkaException failure)
            {
                Log.ReadingStands(logger, topic, partition, offset, failure.Error.Reason);
                stop.WaitHandle.WaitOne(Idle);
            }
        }
    }

    IConsumer<byte[], byte[]> Build() => new ConsumerBuilder<byte[], byte[]>(KafkaClients.Reader(settings))
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((_, error) => Log.ClientError(logger, error.Reason))
        .Build();
}
