using Attune.Events;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>
/// Makes of the records of one partition, shown in order from some offset on, events without a gap: what is missing, no event,
/// a repeat or erased is <see cref="UserEvent.Erased"/>.
/// </summary>
/// <param name="topic">Named in what is logged and counted.</param>
/// <param name="partition">The partition.</param>
/// <param name="begin">The first offset that is handed out; records before it only tell repeats.</param>
/// <param name="window">How many offsets back a repeat is known.</param>
/// <param name="erasures">Whose events are unreadable.</param>
/// <param name="logger">Told of records that are no events.</param>
sealed class RecordReading(string topic, int partition, long begin, int window, KafkaErasures erasures, ILogger logger)
{
    /// <summary>The most events of one batch.</summary>
    public const int BatchEvents = 1_000;

    /// <summary>The most bytes of records in one batch, but for its last.</summary>
    const int BatchBytes = 1 << 20;

    /// <summary>A batch has one instant of acceptance; it holds events accepted this much later at most.</summary>
    static readonly TimeSpan BatchSpan = TimeSpan.FromMilliseconds(50);

    readonly RepeatWindow _repeats = new(window);
    readonly KeyValuePair<string, object?> _tag = new("topic", topic);
    List<UserEvent> _events = [];
    long _next = begin;
    long _shown;
    int _bytes;
    EventTime _acceptedAt;

    /// <summary>The offset that is handed out next, once what waits has been taken.</summary>
    public long Next => _next;

    /// <summary>The offset after the furthest record that was shown.</summary>
    public long Shown => _shown;

    /// <summary>True where a batch must be taken before more is shown.</summary>
    public bool IsFull => _events.Count >= BatchEvents || _bytes >= BatchBytes;

    /// <summary>True where no event waits for being taken.</summary>
    public bool IsEmpty => _events.Count == 0;

    /// <summary>True where this record can join those that wait for being taken: it is not accepted much later.</summary>
    public bool Fits(EventTime acceptedAt) => _events.Count == 0 || acceptedAt.Since(_acceptedAt) <= BatchSpan;

    /// <summary>What a record holds: null where it is no event.</summary>
    public (UserEvent? Event, EventTime AcceptedAt) Decode(ConsumeResult<byte[], byte[]> record)
    {
        try
        {
            var (happened, acceptedAt) = RecordCodec.Decode(record.Message.Value);
            return (happened, acceptedAt);
        }
        catch (InvalidDataException fault)
        {
            if (record.Offset.Value >= _next)
            {
                KafkaMeter.Poison.Add(1, _tag);
                Log.Poison(logger, topic, partition, record.Offset.Value, fault.Message);
            }

            return (null, new EventTime(record.Message.Timestamp.UnixTimestampMs * 1000));
        }
    }

    /// <summary>Takes in the next record; one that was shown before says nothing.</summary>
    public void Take(UserEvent? happened, EventTime acceptedAt, long offset, int bytes)
    {
        if (offset < _shown)
        {
            return;
        }

        _shown = offset + 1;
        var isRepeat = happened is not null && _repeats.IsRepeat(happened.EventId, offset);
        if (offset < _next)
        {
            return;
        }

        if (isRepeat)
        {
            KafkaMeter.Repeats.Add(1, _tag);
        }

        Add(happened is null || isRepeat || erasures.Covers(happened, partition, offset) ? UserEvent.Erased : happened, acceptedAt);
        _bytes += bytes;
    }

    /// <summary>Fills up with erased events to an offset, as far as one batch goes; call again until <see cref="Next"/> is there.</summary>
    public void FillTo(long offset)
    {
        while (_next < offset && !IsFull)
        {
            Add(UserEvent.Erased, _acceptedAt);
        }
    }

    /// <summary>Goes on at an offset, since nothing before it is held any more; what waited must have been taken.</summary>
    public void SkipTo(long first) => _next = first;

    /// <summary>The events that wait, or null where there are none.</summary>
    public EventBatch? TakeBatch()
    {
        if (_events.Count == 0)
        {
            return null;
        }

        var batch = new EventBatch(partition, _next - _events.Count, _acceptedAt, _events);
        (_events, _bytes) = ([], 0);
        return batch;
    }

    void Add(UserEvent happened, EventTime acceptedAt)
    {
        if (_events.Count == 0)
        {
            _acceptedAt = acceptedAt;
        }

        _events.Add(happened);
        _next++;
    }
}
