using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Topic {Topic} could not be made, and is left to the brokers to make: {Reason}")]
    public static partial void TopicNotCreated(ILogger logger, string topic, string reason);

    [LoggerMessage(2, LogLevel.Information, "Event log is topic {Topic} with {Partitions} partitions at {Brokers}")]
    public static partial void Opened(ILogger logger, string topic, int partitions, string brokers);

    [LoggerMessage(3, LogLevel.Warning, "Kafka client: {Reason}")]
    public static partial void ClientError(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Error, "The producer cannot go on and is begun anew: {Reason}")]
    public static partial void ProducerRenewed(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Error, "Record {Topic} {Partition}-{Offset} is no event, is read as erased and stays where it is: {Reason}")]
    public static partial void Poison(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Reading {Topic} partition {Partition} stands at offset {Offset}, and is tried again: {Reason}")]
    public static partial void ReadingStands(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Reading {Topic} partition {Partition} goes on at {First}: offsets from {Offset} on are no longer held")]
    public static partial void Skipped(ILogger logger, string topic, int partition, long offset, long first);

    [LoggerMessage(8, LogLevel.Information, "Group {Group} gives this node partitions {Partitions}")]
    public static partial void Assigned(ILogger logger, string group, string partitions);

    [LoggerMessage(9, LogLevel.Error, "Group {Group} takes partitions whose holders have not let go within {Timeout}")]
    public static partial void LeaseOverdue(ILogger logger, string group, TimeSpan timeout);

    [LoggerMessage(10, LogLevel.Warning, "Topic {Topic} waits for the log, which took nothing: {Reason}")]
    public static partial void ForeignWaits(ILogger logger, string topic, string reason);

    [LoggerMessage(11, LogLevel.Error, "Message {Topic} {Partition}-{Offset} is no event ({Reason}), and could not be set aside: {Failure}")]
    public static partial void NotSetAside(ILogger logger, string topic, int partition, long offset, string reason, string failure);
}
