using System.Globalization;
using Confluent.Kafka;

namespace Attune.Cluster.Kafka;

/// <summary>The settings of the client library, for each of the ways it is used.</summary>
static class KafkaClients
{
    /// <summary>The most events of one request beyond the queue's bound: an append is let in while anything is free.</summary>
    const int Spare = 20_000;

    public static ProducerConfig Producer(KafkaSettings settings) => new(Basics(settings))
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        LingerMs = settings.Linger.TotalMilliseconds,
        MessageTimeoutMs = (int)settings.DeliveryTimeout.TotalMilliseconds,
        RequestTimeoutMs = (int)Math.Min(settings.DeliveryTimeout.TotalMilliseconds, settings.RequestTimeout.TotalMilliseconds),
        RetryBackoffMs = 50,
        BatchNumMessages = 10_000,
        QueueBufferingMaxMessages = Math.Min(10_000_000, settings.QueueEvents + Spare),
        QueueBufferingMaxKbytes = (int)(settings.QueueBytes >> 10) * 2 + (256 << 10),
        DeliveryReportFields = "none",
    };

    /// <summary>A consumer that is given its partition and place, and keeps no offsets.</summary>
    public static ConsumerConfig Reader(KafkaSettings settings) => new(Basics(settings))
    {
        GroupId = $"{settings.Prefix}.readers",
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        FetchWaitMaxMs = (int)settings.FetchWait.TotalMilliseconds,
        FetchErrorBackoffMs = 50,
        QueuedMaxMessagesKbytes = settings.FetchAheadBytes >> 10,
        AllowAutoCreateTopics = false,
        ConsumeResultFields = "headers,timestamp",
    };

    /// <summary>A consumer that is there to be given partitions, and reads none of them.</summary>
    /// <remarks>The eager assignor: a partition has been let go by its last holder before its next gets it.</remarks>
    public static ConsumerConfig Member(KafkaSettings settings, string group) => new(Basics(settings))
    {
        GroupId = group,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
        SessionTimeoutMs = (int)settings.SessionTimeout.TotalMilliseconds,
        HeartbeatIntervalMs = (int)settings.SessionTimeout.TotalMilliseconds / 10,
        MaxPollIntervalMs = (int)Math.Max(300_000, settings.LeaseTimeout.TotalMilliseconds + settings.SessionTimeout.TotalMilliseconds),
        QueuedMinMessages = 1,
        AllowAutoCreateTopics = false,
    };

    public static Dictionary<string, string> Basics(KafkaSettings settings)
    {
        KafkaLibrary.Require();
        // A broker may hold a request for events as long as that before it answers.
        var patience = Math.Max(settings.RequestTimeout.TotalMilliseconds, settings.FetchWait.TotalMilliseconds + 1_000);
        return new Dictionary<string, string>(settings.Security.Options())
        {
            ["bootstrap.servers"] = settings.Brokers,
            ["client.id"] = "attune",
            ["reconnect.backoff.ms"] = "50",
            ["reconnect.backoff.max.ms"] = "1000",
            ["topic.metadata.refresh.fast.interval.ms"] = "100",
            ["socket.nagle.disable"] = "true",
            ["socket.timeout.ms"] = ((int)patience).ToString(CultureInfo.InvariantCulture),
        };
    }
}
