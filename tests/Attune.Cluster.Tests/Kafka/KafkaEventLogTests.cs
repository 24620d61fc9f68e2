using Attune.Cluster.Kafka;
using Attune.Embedded.Tests.Log;
using Attune.Events;

namespace Attune.Cluster.Tests.Kafka;

/// <summary>What every event log must do, by one of several partitions on brokers.</summary>
public sealed class KafkaEventLogTests(KafkaStandInFixture brokers) : EventLogBehavior
{
    (string Workspace, KafkaSettings Settings)? _at;

    protected override async ValueTask<IEventLog> OpenAsync()
    {
        _at ??= await brokers.NewWorkspaceAsync(3);
        return await KafkaStandIn.OpenAsync(_at.Value);
    }
}
