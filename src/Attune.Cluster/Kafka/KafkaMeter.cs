using System.Diagnostics.Metrics;
using Attune.Operating;

namespace Attune.Cluster.Kafka;

/// <summary>What is counted of the log in Kafka, beside the engine's own metrics.</summary>
static class KafkaMeter
{
    /// <summary>The meter all of it hangs on.</summary>
    public static Meter Meter { get; } = new(AttuneTelemetry.Name);

    /// <summary>Records that are no events; tag <c>topic</c>.</summary>
    public static Counter<long> Poison { get; } = Meter.CreateCounter<long>(
        "attune.kafka.poison", "{record}", "Records that could not be read as events and were set aside.");

    /// <summary>Repeats that were read as erased; tag <c>topic</c>. Each reader counts its own.</summary>
    public static Counter<long> Repeats { get; } = Meter.CreateCounter<long>(
        "attune.kafka.repeats", "{event}", "Events handed out as erased because their id was seen shortly before.");
}
