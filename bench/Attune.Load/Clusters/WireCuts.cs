namespace Attune.Load.Clusters;

/// <summary>Nodes and servers that cannot reach one another, while both run: nothing is refused or closed, it only does not arrive.</summary>
static class WireCuts
{
    static readonly (string Name, string Script)[] Servers = [("Kafka", "kafka"), ("Redis", "redis"), ("ClickHouse", "clickhouse"), ("PostgreSQL", "postgres")];

    /// <summary>Every server cut off from all nodes, either way and both; then single nodes cut off, while the others go on.</summary>
    public static IEnumerable<(string Name, Func<Task> Break)> Of(Rig rig, TimeSpan away, CancellationToken cancellation)
    {
        Node front = rig.Nodes[0], back = rig.Nodes[2];
        foreach (var (name, script) in Servers)
        {
            yield return ($"network: nodes and {name} are cut off from each other", () => CutAsync(rig.Nodes, [script], Lost.Requests, Lost.Answers));
            yield return ($"network: what nodes send to {name} is lost", () => CutAsync(rig.Nodes, [script], Lost.Requests));
            yield return ($"network: what {name} sends to nodes is lost", () => CutAsync(rig.Nodes, [script], Lost.Answers));
        }

        yield return ("network: one node that folds is cut off from Kafka", () => CutAsync([back], ["kafka"], Lost.Requests, Lost.Answers));
        yield return ("network: one node that folds is cut off from Redis", () => CutAsync([back], ["redis"], Lost.Requests, Lost.Answers));
        yield return ("network: one node that folds is cut off from every server", () => CutAsync([back], [.. Servers.Select(server => server.Script)], Lost.Requests, Lost.Answers));
        yield return ("network: one node that answers is cut off from every server", () => CutAsync([front], [.. Servers.Select(server => server.Script)], Lost.Requests, Lost.Answers));

        async Task CutAsync(IReadOnlyList<Node> nodes, IReadOnlyList<string> servers, params Lost[] lost)
        {
            var ports = servers.SelectMany(rig.Servers.PortsOf).ToList();
            foreach (var (node, way) in nodes.SelectMany(node => lost.Select(way => (node, way))))
            {
                await node.Wire!.LoseAsync(way, ports);
            }

            await Task.Delay(away, cancellation);
            foreach (var node in nodes)
            {
                await node.Wire!.MendAsync();
            }
        }
    }
}
