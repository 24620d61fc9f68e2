using System.Globalization;
using Attune.Cluster.ClickHouse;
using Attune.Cluster.Kafka;
using Attune.Events;
using Attune.Operating.Checking;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Checking;

/// <summary>How far the archive is behind the log, and whether the log still has what the archive has not.</summary>
public sealed class LagCheck(KafkaSettings kafka, ClickHouseSettings clickHouse, string workspace, TimeProvider clock) : ICheck
{
    const long Few = 1_000;
    const long Many = 1_000_000;

    /// <inheritdoc/>
    public string About => "archive";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        var places = await Task.Run(Places, cancellation);
        var archived = await ArchivedAsync(cancellation);
        var (behind, held) = (0L, 0L);
        foreach (var (partition, first, end) in places)
        {
            var mark = archived.OffsetIn(partition);
            behind += Math.Max(0, end - Math.Max(first, mark));
            held += end - first;
            if (mark < first)
            {
                findings.Fail($"Partition {partition} of {workspace} is archived to {mark}, and Kafka holds it from {first}.", "The events between are gone: retention took them before they were archived.", "Keep the topic longer (retention.ms), and see why the archive stood still.");
            }
        }

        if (behind > Many || (behind > Few && behind > held / 2))
        {
            findings.Warn($"{behind} of {held} events in the log of {workspace} are not archived.", "Training does not see them, and retention may take them first.", "See that a node with the role archive runs, and what it says of the history.");
        }
        else
        {
            findings.Good($"{behind} events of {workspace} wait for the archive.");
        }

        return findings.All;
    }

    List<(int Partition, long First, long End)> Places()
    {
        KafkaLibrary.Require();
        var topic = $"{kafka.Prefix}.{workspace}.events";
        using var admin = new AdminClientBuilder(new AdminClientConfig(KafkaClients.Basics(kafka))).SetLogHandler((_, _) => { }).Build();
        var partitions = admin.GetMetadata(kafka.RequestTimeout).Topics.Find(one => one.Topic == topic)?.Partitions.Count ?? 0;
        if (partitions == 0)
        {
            return [];
        }

        using var ends = new PartitionEnds(topic, partitions, kafka, NullLogger.Instance);
        return [.. Enumerable.Range(0, partitions).Select(partition => (partition, ends.First(partition), ends.End(partition)))];
    }

    async ValueTask<LogToken> ArchivedAsync(CancellationToken cancellation)
    {
        var tables = new EventTables(workspace, clickHouse);
        using var client = new ClickHouseClient(clickHouse with { Retries = 0 }, clock);
        var there = await client.TextAsync(
            new("look for its tables", $"SELECT count() FROM system.tables WHERE database = {SqlText.Text(tables.Database)} FORMAT TabSeparatedRaw"), cancellation);
        var marks = there == "0" ? "" : await client.TextAsync(
            new("read the marks", $"SELECT log_partition, max(next_offset) FROM {tables.Marks} GROUP BY log_partition FORMAT TabSeparatedRaw"), cancellation);
        return LogToken.Of(marks.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .Select(mark => (int.Parse(mark[0], CultureInfo.InvariantCulture), long.Parse(mark[1], CultureInfo.InvariantCulture))));
    }
}
