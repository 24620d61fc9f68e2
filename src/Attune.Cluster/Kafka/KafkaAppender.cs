using System.Text;
using Attune.Events;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>Sends events to their partitions and answers when the brokers have acknowledged all of an append.</summary>
/// <remarks>
/// The producer is idempotent: what it sends again by itself is stored once, and the events of a profile keep their order.
/// What waits for acknowledgement is bounded in events and bytes.
/// </remarks>
sealed class KafkaAppender : IAsyncDisposable
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    readonly string _topic;
    readonly KafkaSettings _settings;
    readonly PartitionEnds _ends;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly Lock _renewing = new();
    readonly PartitionLane[] _lanes;
    volatile IProducer<byte[], byte[]> _producer;
    volatile bool _isClosed;
    int _waitingEvents;
    long _waitingBytes;

    public KafkaAppender(string topic, KafkaSettings settings, PartitionEnds ends, TimeProvider clock, ILogger logger)
    {
        (_topic, _settings, _ends, _clock, _logger) = (topic, settings, ends, clock, logger);
        _producer = Build();
        _lanes = [.. Enumerable.Range(0, ends.Count).Select(partition => new PartitionLane(new TopicPartition(topic, partition), () => _producer))];
    }

    public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var acceptedAt = EventTime.Now(_clock);
        var timestamp = new Timestamp(acceptedAt.Micros / 1000, TimestampType.CreateTime);
        var records = new (int Partition, Message<byte[], byte[]> Message)[events.Count];
        var bytes = 0L;
        var trace = new RecordTrace();
        for (var at = 0; at < records.Length; at++)
        {
            var key = Encoding.UTF8.GetBytes(events[at].ProfileKey.Value);
            var value = RecordCodec.Encode(events[at], acceptedAt);
            records[at] = (KeyHash.Partition(key, _ends.Count), new() { Key = key, Value = value, Timestamp = timestamp, Headers = trace.Write(events[at]) });
            bytes += key.Length + value.Length;
        }

        if (!TryEnter(records.Length, bytes))
        {
            return new AppendOutcome.Overloaded(RetryAfter);
        }

        var sending = new SentAppend(this, records.Length, bytes);
        foreach (var (partition, message) in records)
        {
            _lanes[partition].Gather(message, sending);
        }

        foreach (var partition in records.Select(record => record.Partition).Distinct())
        {
            _lanes[partition].Send();
        }

        return await sending.Fate.WaitAsync(cancellation);
    }

    /// <summary>Waits for what is on its way, as long as a delivery may take.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            await Task.Run(() =>
            {
                _producer.Flush(_settings.DeliveryTimeout);
                _producer.Dispose();
                Array.ForEach(_lanes, lane => lane.Refuse("The log was closed."));
            });
        }
    }

    bool TryEnter(int events, long bytes)
    {
        var nowEvents = Interlocked.Add(ref _waitingEvents, events);
        var nowBytes = Interlocked.Add(ref _waitingBytes, bytes);
        if (nowEvents == events || (nowEvents <= _settings.QueueEvents && nowBytes <= _settings.QueueBytes))
        {
            return true;
        }

        Leave(events, bytes);
        return false;
    }

    void Leave(int events, long bytes)
    {
        Interlocked.Add(ref _waitingEvents, -events);
        Interlocked.Add(ref _waitingBytes, -bytes);
    }

    IProducer<byte[], byte[]> Build() => new ProducerBuilder<byte[], byte[]>(KafkaClients.Producer(_settings))
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((sick, error) =>
        {
            if (error.IsFatal)
            {
                Renew(sick, error.Reason);
            }
            else
            {
                Log.ClientError(_logger, error.Reason);
            }
        })
        .Build();

    void Renew(IProducer<byte[], byte[]> sick, string reason)
    {
        lock (_renewing)
        {
            if (_isClosed || !ReferenceEquals(sick, _producer))
            {
                return;
            }

            Log.ProducerRenewed(_logger, reason);
            _producer = Build();
        }

        // This is the sick one's own thread: it must come back before the producer can end.
        _ = Task.Run(() =>
        {
            sick.Flush(_settings.DeliveryTimeout);
            sick.Dispose();
            Array.ForEach(_lanes, lane => lane.Forget());
        });
    }

    /// <summary>One append on its way: how many reports are missing, and what they said so far.</summary>
    sealed class SentAppend : IRecordFate
    {
        readonly KafkaAppender _of;
        readonly TaskCompletionSource<AppendOutcome> _fate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly Dictionary<int, long> _ends = [];
        readonly int _events;
        readonly long _bytes;
        int _missing;
        string? _failure;

        public SentAppend(KafkaAppender of, int events, long bytes)
        {
            (_of, _events, _bytes, _missing) = (of, events, bytes, events);
        }

        public Task<AppendOutcome> Fate => _fate.Task;

        public void NotSent(string reason)
        {
            lock (_ends)
            {
                _failure ??= reason;
                _missing--;
                CompleteIfDone();
            }
        }

        public void Take(DeliveryReport<byte[], byte[]> report)
        {
            lock (_ends)
            {
                _missing--;
                if (report.Error.IsError)
                {
                    _failure ??= report.Error.Reason;
                }
                else
                {
                    // In order within a partition, so the last is the furthest.
                    _ends[report.Partition.Value] = report.Offset.Value + 1;
                }

                CompleteIfDone();
            }
        }

        void CompleteIfDone()
        {
            if (_missing > 0)
            {
                return;
            }

            _of.Leave(_events, _bytes);
            foreach (var (partition, end) in _ends)
            {
                _of._ends.ReachesTo(partition, end);
            }

            _fate.SetResult(_failure is null
                ? new AppendOutcome.Appended(LogToken.Of(_ends.Select(end => (end.Key, end.Value))))
                : new AppendOutcome.StorageFailed($"Kafka at {_of._settings.Brokers}: appending to {_of._topic} failed: {_failure}"));
        }
    }
}
