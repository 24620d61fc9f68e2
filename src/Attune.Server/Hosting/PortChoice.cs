using Attune.Access;
using Attune.Cluster.Kafka;
using Attune.Cluster.Postgres;
using Attune.Cluster.Redis;
using Attune.Cluster.Spool;
using Attune.Cluster.Waiting;
using Attune.Embedded;
using Attune.Embedded.Catalog;
using Attune.Embedded.History;
using Attune.Embedded.Log;
using Attune.Embedded.State;
using Attune.Operating;

namespace Attune.Server.Hosting;

/// <summary>Opens the ports of workspaces: on the servers the settings name, and in the data directory where they name none.</summary>
/// <remarks>
/// <para>The directory of a node whose ports are all on servers holds what it can lose: fetched generations, and events that wait for Kafka.</para>
/// <para><b>A server that is away.</b> ClickHouse opens itself when it is back, and so does Kafka behind a spool, if the directory knows its number of
/// partitions from an earlier start. Without PostgreSQL there are no items and no keys, without Redis no checkpoint: these fail.</para>
/// </remarks>
sealed class PortChoice(SettingsFile settings, NodeRoles roles, TimeProvider clock, ILoggerFactory logs)
{
    /// <summary>False for a log that refuses events where Kafka is away, so that each is where it is said to be. Default true: they wait on this machine.</summary>
    public bool Spools { get; init; } = true;

    /// <summary>Opens those of a workspace, making what is missing.</summary>
    /// <param name="name">The workspace.</param>
    /// <param name="directory">Its directory on this machine.</param>
    /// <param name="cancellation">Gives up; nothing stays open.</param>
    public async ValueTask<WorkspacePorts> OpenAsync(string name, string directory, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var (cluster, embedded) = (settings.Cluster, settings.Embedded);
        var opening = new PortOpening();
        try
        {
            Catalog.ICatalogStore catalog = cluster.Postgres is { } postgres
                ? opening.Opened(await PostgresCatalogStore.OpenAsync(name, postgres, Path.Combine(directory, "generations"), clock, logs, cancellation))
                : opening.Opened(await EmbeddedPorts.OpenCatalogAsync(directory, embedded, cancellation));
            History.IHistory history = cluster.ClickHouse is { } clickHouse
                ? opening.Opened(await LateHistory.OpenAsync(name, clickHouse, clock, logs, cancellation))
                : opening.Opened(await EmbeddedPorts.OpenHistoryAsync(directory, embedded, cancellation));
            State.IStateStore state = cluster.Redis is { } redis
                ? opening.Opened(await RedisStateStore.OpenAsync(name, redis, clock, logs, cancellation))
                : opening.Opened(EmbeddedPorts.OpenState(directory, logs));
            if (cluster.Kafka is null)
            {
                var segments = opening.Opened(EmbeddedPorts.OpenLog(directory, embedded, clock, logs));
                // With the log on this machine there is one node, and an erasure reaches all it has on its disk.
                var answers = EmbeddedPorts.OpenAnswers(directory, embedded, clock, logs);
                return new WorkspacePorts(segments, history, state, catalog)
                {
                    Retention = EmbeddedPorts.RetentionOf(segments),
                    Answers = answers,
                    Backup = (history, catalog, state) is (DuckDbHistory rows, DuckDbCatalogStore items, MemoryStateStore) ? EmbeddedPorts.BackupOf(directory, segments, rows, items) : null,
                };
            }

            Events.IEventLog log = Spools
                ? opening.Opened(await OpenKafkaAsync(name, directory, cancellation))
                : opening.Opened(await KafkaEventLog.OpenAsync(name, cluster.Kafka, clock, logs, cancellation));
            ForeignTopicSettings[] foreign = name == WorkspaceName.Default && roles.HasFlag(NodeRoles.Ingest) ? [.. cluster.Foreign] : [];
            return new WorkspacePorts(log, history, state, catalog)
            {
                Besides = [.. foreign.Select(topic => new ForeignEvents(log, cluster.Kafka, topic, clock, logs.CreateLogger<ForeignEvents>()))],
            };
        }
        catch
        {
            await opening.CloseAsync();
            throw;
        }
    }

    async ValueTask<SpoolingLog> OpenKafkaAsync(string name, string directory, CancellationToken cancellation)
    {
        var opening = new PortOpening();
        try
        {
            var kafka = opening.Opened(await LateLog.OpenAsync(name, settings.Cluster.Kafka!, Path.Combine(directory, "log.partitions"), clock, logs, cancellation));
            var folder = Path.Combine(directory, "spool");
            // What is in Kafka need not stay here.
            var spool = opening.Opened(SegmentLog.Open(folder, settings.Log with { RetainFor = TimeSpan.FromMinutes(1) }, clock, logs.CreateLogger<SegmentLog>()));
            var position = Path.Combine(directory, "spool.position");
            var spooling = new SpoolingLog(name, kafka, spool, position, settings.Cluster.Spool ?? new SpoolSettings(), clock, logs.CreateLogger<SpoolingLog>());
            spool.AllowRetention(() => spooling.Moved);
            return spooling;
        }
        catch
        {
            await opening.CloseAsync();
            throw;
        }
    }
}
