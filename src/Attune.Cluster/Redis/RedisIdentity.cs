namespace Attune.Cluster.Redis;

/// <summary>Which process a server is, and whose data it has; where either changes, confirmed writes may be lost.</summary>
/// <param name="Run">Anew with each start of the process.</param>
/// <param name="Replication">Anew with each fail-over.</param>
/// <param name="IsMaster">Whether it takes writes.</param>
/// <param name="IsCluster">Whether it is a node of a cluster.</param>
readonly record struct RedisIdentity(string Run, string Replication, bool IsMaster, bool IsCluster)
{
    /// <summary>Reads the answer to INFO.</summary>
    public static RedisIdentity Of(string info)
    {
        var fields = new Dictionary<string, string>();
        foreach (var line in info.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                fields[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        return new(
            fields.GetValueOrDefault("run_id", ""),
            fields.GetValueOrDefault("master_replid", ""),
            fields.GetValueOrDefault("role", "") == "master",
            fields.GetValueOrDefault("cluster_enabled", "0") == "1");
    }
}
