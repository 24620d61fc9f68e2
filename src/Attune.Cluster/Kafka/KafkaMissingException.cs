namespace Attune.Cluster.Kafka;

/// <summary>The native Kafka library is not installed; the message says which package has it.</summary>
/// <param name="message">The whole sentence.</param>
public sealed class KafkaMissingException(string message) : Exception(message);
