using Attune.Cluster.Kafka;
using Attune.Operating.Checking;
using Confluent.Kafka;

namespace Attune.Cluster.Checking;

/// <summary>Kafka: brokers there, topics as the settings have them, copies in step.</summary>
public sealed class KafkaCheck(KafkaSettings settings, IReadOnlyList<string> workspaces, TimeProvider clock) : ICheck
{
    /// <inheritdoc/>
    public string About => "kafka";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        KafkaLibrary.Require();
        var findings = new Findings(About);
        using var admin = new AdminClientBuilder(new AdminClientConfig(KafkaClients.Basics(settings))).SetLogHandler((_, _) => { }).Build();
        try
        {
            await Task.Run(() => admin.GetMetadata(settings.RequestTimeout), cancellation);
            var began = clock.GetTimestamp();
            // Of all topics: asking for one by name could make it.
            var metadata = await Task.Run(() => admin.GetMetadata(settings.RequestTimeout), cancellation);
            findings.Good($"{metadata.Brokers.Count} brokers at {settings.Brokers} answer in {clock.GetElapsedTime(began).TotalMilliseconds:0.0} ms.");
            foreach (var workspace in workspaces)
            {
                Judge($"{settings.Prefix}.{workspace}.events", metadata, findings);
            }
        }
        catch (KafkaException away)
        {
            var said = away.Error.Code == ErrorCode.Local_Transport || away.Error.Code == ErrorCode.Local_AllBrokersDown || away.Error.Code == ErrorCode.Local_TimedOut;
            findings.Fail($"{settings.Brokers}: {away.Error.Reason}", "Events wait on the machines that took them, and no profile learns.", said ? "Start the brokers, or mend the way to them." : "See cluster.kafka.security, and what the brokers' logs say.");
        }

        return findings.All;
    }

    void Judge(string name, Metadata metadata, Findings findings)
    {
        if (metadata.Topics.Find(topic => topic.Topic == name && topic.Partitions.Count > 0) is not { } topic)
        {
            findings.Good($"Topic {name} is not there yet; the first node makes it.");
            return;
        }

        if (topic.Partitions.Count != settings.Partitions)
        {
            findings.Warn($"Topic {name} has {topic.Partitions.Count} partitions, and cluster.kafka.partitions is {settings.Partitions}.", "The topic's own number holds. Adding partitions to it later would put a profile's events into two of them.", $"Set cluster.kafka.partitions to {topic.Partitions.Count}; for another number move to a new prefix (attune migrate).");
        }

        var copies = topic.Partitions.Min(partition => partition.Replicas.Length);
        if (metadata.Brokers.Count > 1 && copies < 2)
        {
            findings.Warn($"Topic {name} has partitions on one broker alone.", "When its disk is lost, acknowledged events are.", "Reassign the partitions to three brokers, and set min.insync.replicas to 2.");
        }

        if (topic.Partitions.Count(partition => partition.InSyncReplicas.Length < partition.Replicas.Length) is > 0 and var behind)
        {
            findings.Warn($"{behind} of {topic.Partitions.Count} partitions of {name} have copies that are not in step.", "The next broker lost may stop writing.", "See which broker is down or slow.");
        }

        if (topic.Partitions.Count(partition => partition.Leader < 0) is > 0 and var headless)
        {
            findings.Fail($"{headless} partitions of {name} have no leader.", "Their events wait on the machines that took them.", "Start the brokers that hold them.");
        }
    }
}
