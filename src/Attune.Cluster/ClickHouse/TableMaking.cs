namespace Attune.Cluster.ClickHouse;

/// <summary>Makes a workspace's tables where they are not there, on every server of a cluster.</summary>
static class TableMaking
{
    /// <summary>Makes them.</summary>
    /// <exception cref="ArgumentException">The server knows no such cluster, or one of its servers has no tables and is told by nobody.</exception>
    /// <exception cref="ClickHouseException">A server is away, or refuses.</exception>
    public static async ValueTask MakeAsync(HistoryServer server, CancellationToken cancellation)
    {
        var (tables, settings) = (server.Tables, server.Settings);
        var shards = tables.IsCluster ? await ShardsAsync(server, cancellation) : 0;

        // Asked first: ON CLUSTER waits minutes for a server that is away, and leaves it a task each time.
        if (tables.IsCluster && await WholeAsync(server, cancellation) == shards)
        {
            return;
        }

        foreach (var statement in tables.Create(server.Engine))
        {
            await server.RunAsync("make its tables", statement, cancellation);
        }

        if (tables.IsCluster && await WholeAsync(server, cancellation) is var whole && whole < shards)
        {
            throw new ArgumentException(
                $"clickHouse.servers names {settings.Servers.Count} addresses, and {whole} of the {shards} shards of the cluster '{settings.ClusterName}' have tables: "
                + "it must name every server but the one at clickHouse.url, or clickHouse.clusterDdl must be true.");
        }
    }

    static async ValueTask<long> ShardsAsync(HistoryServer server, CancellationToken cancellation)
    {
        var name = server.Settings.ClusterName;
        var shards = await server.NumberAsync(
            "look for its cluster", $"SELECT uniqExact(shard_num) FROM system.clusters WHERE cluster = {SqlText.Text(name)} FORMAT TabSeparatedRaw", cancellation);
        return shards > 0
            ? shards
            : throw new ArgumentException($"clickHouse.clusterName is '{name}'; the server at {server.Settings.Url} must have it in its remote_servers, and has not.");
    }

    // On how many shards all of the tables are.
    static async ValueTask<long> WholeAsync(HistoryServer server, CancellationToken cancellation)
    {
        var names = EventTables.Names;
        var tables = await server.NumberAsync(
            "look for its tables",
            $"SELECT count() FROM {server.Tables.System("tables")} WHERE database = {SqlText.Text(server.Tables.Database)} "
            + $"AND name IN ({string.Join(", ", names.Select(SqlText.Text))}) FORMAT TabSeparatedRaw",
            cancellation);
        return tables / names.Count;
    }
}
