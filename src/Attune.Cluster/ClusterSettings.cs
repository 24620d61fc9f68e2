using System.Text.Json.Serialization;
using Attune.Cluster.ClickHouse;
using Attune.Cluster.Kafka;
using Attune.Cluster.Postgres;
using Attune.Cluster.Redis;
using Attune.Cluster.Spool;

namespace Attune.Cluster;

/// <summary>The servers behind the ports; a port that is not named stays on this machine.</summary>
public sealed record ClusterSettings
{
    /// <summary>The event log; null for segment files.</summary>
    public KafkaSettings? Kafka { get; init; }

    /// <summary>What becomes of events while Kafka is away; null for the defaults.</summary>
    public SpoolSettings? Spool { get; init; }

    /// <summary>Topics of other services that events are taken from, into the workspace <c>default</c>; needs <see cref="Kafka"/>.</summary>
    public IReadOnlyList<ForeignTopicSettings> Foreign { get; init; } = [];

    /// <summary>The history; null for DuckDB.</summary>
    public ClickHouseSettings? ClickHouse { get; init; }

    /// <summary>The state; null for this process.</summary>
    public RedisSettings? Redis { get; init; }

    /// <summary>The catalog; null for DuckDB and files.</summary>
    public PostgresSettings? Postgres { get; init; }

    /// <summary>True where nothing stays on one machine, so that several nodes can share the work.</summary>
    [JsonIgnore]
    public bool IsShared => this is { Kafka: not null, ClickHouse: not null, Redis: not null, Postgres: not null };

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. Kafka?.Faults() ?? [],
        .. Spool?.Faults() ?? [],
        .. Foreign.SelectMany(topic => topic.Faults()),
        .. Foreign.Count > 0 && Kafka is null ? ["foreign names topics, and kafka is not named."] : Array.Empty<string>(),
        .. ClickHouse?.Faults() ?? [],
        .. Redis?.Faults() ?? [],
        .. Postgres?.Faults() ?? [],
    ];
}
