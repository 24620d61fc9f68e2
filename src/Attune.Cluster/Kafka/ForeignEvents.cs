using System.Text;
using Attune.Events;
using Attune.Operating;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>Takes events from a topic that other services write into the log of a workspace, for as long as it lives.</summary>
/// <remarks>
/// <para><b>Exactly once.</b> Offsets are committed after the append. After a crash in between messages are taken in again, with the same ids:
/// the sender's or, without one, the message's place; the log's readers know repeats by them.</para>
/// <para><b>Poison.</b> What is no event goes to <see cref="ForeignTopicSettings.PoisonTopic"/> with the reason, and is counted; where that topic does not
/// take it, the log of this process has the reason, and taking in goes on.</para>
/// <para><b>Failure.</b> A log that is away is waited for; nothing is committed meanwhile.</para>
/// </remarks>
public sealed class ForeignEvents : IAsyncDisposable
{
    static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    readonly IEventLog _into;
    readonly KafkaSettings _kafka;
    readonly ForeignTopicSettings _settings;
    readonly ForeignMapping _mapping;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly CancellationTokenSource _stop = new();
    readonly Task _taking;

    /// <summary>Begins to take in.</summary>
    /// <param name="into">The log they go to; not disposed here.</param>
    /// <param name="kafka">The brokers of the topic.</param>
    /// <param name="settings">The topic and its mapping.</param>
    /// <param name="clock">Says when events without a timestamp happened.</param>
    /// <param name="logger">Told of what is set aside.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="KafkaMissingException">The native library is not installed.</exception>
    public ForeignEvents(IEventLog into, KafkaSettings kafka, ForeignTopicSettings settings, TimeProvider clock, ILogger<ForeignEvents> logger)
    {
        SettingFaults.Refuse([.. kafka.Faults(), .. settings.Faults()]);
        KafkaLibrary.Require();
        (_into, _kafka, _settings, _clock, _logger) = (into, kafka, settings, clock, logger);
        _mapping = new ForeignMapping(settings);
        _taking = Task.Factory.StartNew(TakeAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends after the messages under way, and leaves the group.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _taking;
        _stop.Dispose();
    }

    void TakeAll()
    {
        using var poison = new ProducerBuilder<byte[], byte[]>(KafkaClients.Producer(_kafka)).SetLogHandler((_, _) => { }).Build();
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(KafkaClients.Member(_kafka, _settings.Group))
        {
            FetchWaitMaxMs = (int)_kafka.FetchWait.TotalMilliseconds,
            QueuedMinMessages = _settings.BatchEvents,
            QueuedMaxMessagesKbytes = _kafka.FetchAheadBytes >> 10,
        })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Log.ClientError(_logger, error.Reason))
            .Build();
        consumer.Subscribe(_settings.Topic);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TakeSome(consumer, poison);
            }
            catch (KafkaException failure)
            {
                Log.ClientError(_logger, failure.Error.Reason);
                _stop.Token.WaitHandle.WaitOne(Idle);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Closed; what was not appended is not committed.
            }
        }

        consumer.Close();
    }

    void TakeSome(IConsumer<byte[], byte[]> consumer, IProducer<byte[], byte[]> poison)
    {
        var events = new List<UserEvent>();
        var places = new Dictionary<TopicPartition, Offset>();
        for (var record = consumer.Consume(Idle); record is not null; record = consumer.Consume(TimeSpan.Zero))
        {
            places[record.TopicPartition] = record.Offset + 1;
            var place = $"{record.Topic}/{record.Partition.Value}/{record.Offset.Value}";
            var row = _mapping.Read(record.Message.Value, EventTime.Now(_clock), place);
            if (row.Event is { } happened)
            {
                events.Add(happened);
            }
            else
            {
                SetAside(record, row.Refusal!, poison);
            }

            if (events.Count >= _settings.BatchEvents)
            {
                break;
            }
        }

        if (places.Count > 0)
        {
            Append(events);
            consumer.Commit(places.Select(place => new TopicPartitionOffset(place.Key, place.Value)));
        }
    }

    void Append(List<UserEvent> events)
    {
        while (events.Count > 0)
        {
            var outcome = _into.AppendAsync(events, _stop.Token).AsTask().GetAwaiter().GetResult();
            if (outcome is AppendOutcome.Appended)
            {
                return;
            }

            Log.ForeignWaits(_logger, _settings.Topic, $"{outcome}");
            _stop.Token.WaitHandle.WaitOne(Retry);
            _stop.Token.ThrowIfCancellationRequested();
        }
    }

    void SetAside(ConsumeResult<byte[], byte[]> record, EventRefusal refusal, IProducer<byte[], byte[]> poison)
    {
        var reason = $"{refusal.Field} '{refusal.Value}': {refusal.Limit}";
        KafkaMeter.Poison.Add(1, new KeyValuePair<string, object?>("topic", _settings.Topic));
        var headers = new Headers { { "reason", Encoding.UTF8.GetBytes(reason) }, { "place", Encoding.UTF8.GetBytes($"{record.TopicPartitionOffset}") } };
        try
        {
            poison.ProduceAsync(_settings.PoisonTopic, new() { Key = record.Message.Key, Value = record.Message.Value, Headers = headers }, _stop.Token)
                .GetAwaiter().GetResult();
        }
        catch (KafkaException failure)
        {
            Log.NotSetAside(_logger, _settings.Topic, record.Partition.Value, record.Offset.Value, reason, failure.Error.Reason);
        }
    }
}
