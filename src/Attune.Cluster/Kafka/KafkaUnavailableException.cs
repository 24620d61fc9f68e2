namespace Attune.Cluster.Kafka;

/// <summary>The brokers did not answer, or refused; the message names them, what was wanted and what they said. It may be tried again.</summary>
public sealed class KafkaUnavailableException : IOException
{
    internal KafkaUnavailableException(KafkaSettings settings, string wanted, Exception failure)
        : base($"Kafka at {settings.Brokers}: {wanted} failed: {failure.Message}", failure)
    {
    }

    internal KafkaUnavailableException(KafkaSettings settings, string wanted, string said)
        : base($"Kafka at {settings.Brokers}: {wanted} failed: {said}")
    {
    }
}
