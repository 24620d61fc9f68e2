using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>Makes the topics a workspace needs, where they are missing.</summary>
static class KafkaTopics
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How many partitions a topic has, after making it where it was missing.</summary>
    /// <remarks>Brokers that do not let this client make topics may make one themselves when it is asked for.</remarks>
    /// <exception cref="KafkaUnavailableException">No broker answered, or the topic is not there after all.</exception>
    public static Task<int> EnsureAsync(
        string topic, int partitions, bool isCompacted, KafkaSettings settings, TimeProvider clock, ILogger logger, CancellationToken cancellation)
    {
        KafkaLibrary.Require();
        return Task.Run(async () =>
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig(KafkaClients.Basics(settings)))
                .SetLogHandler((_, _) => { })
                .Build();
            try
            {
                // Of all topics: asking for one by name would make it, with the brokers' number of partitions.
                if (Find(admin.GetMetadata(settings.RequestTimeout), topic) is { } there)
                {
                    return there;
                }

                await CreateAsync(admin, topic, partitions, isCompacted, settings, logger);
                for (var until = clock.GetTimestamp(); clock.GetElapsedTime(until) < settings.RequestTimeout; await Task.Delay(Pause, clock, cancellation))
                {
                    if (Find(admin.GetMetadata(topic, settings.RequestTimeout), topic) is { } made)
                    {
                        return made;
                    }
                }
            }
            catch (KafkaException failure)
            {
                throw new KafkaUnavailableException(settings, $"finding topic {topic}", failure);
            }

            throw new KafkaUnavailableException(settings, $"finding topic {topic}", "it is not there, and could not be made");
        }, cancellation);
    }

    static int? Find(Metadata metadata, string topic) =>
        metadata.Topics.Find(one => one.Topic == topic && !one.Error.IsError && one.Partitions.Count > 0)?.Partitions.Count;

    static async Task CreateAsync(
        IAdminClient admin, string topic, int partitions, bool isCompacted, KafkaSettings settings, ILogger logger)
    {
        var wanted = new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = (short)(settings.Replicas ?? -1) };
        if (isCompacted)
        {
            wanted.Configs = new() { ["cleanup.policy"] = "compact" };
        }

        try
        {
            await admin.CreateTopicsAsync([wanted], new() { RequestTimeout = settings.RequestTimeout, OperationTimeout = settings.RequestTimeout });
        }
        catch (CreateTopicsException refused) when (refused.Results.TrueForAll(one => one.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another node was first.
        }
        catch (KafkaException failure)
        {
            Log.TopicNotCreated(logger, topic, failure.Message);
        }
    }
}
