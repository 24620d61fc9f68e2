using Attune.Cluster.ClickHouse;
using Attune.Embedded.Tests;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>Two shards with a ZooKeeper: what changes tables is told to one of them, and the tables are replicated ones.</summary>
public sealed class ClickHouseKeptShards : ClickHouseShards
{
    readonly TemporaryFolder _folder = new();

    public override ClickHouseSettings Settings => base.Settings with { Servers = [], ClusterDdl = true, Replicated = true };

    protected override async ValueTask<string[]> OptionsAsync()
    {
        if (!File.Exists("/usr/share/java/zookeeper.jar"))
        {
            Missing = "ZooKeeper is not there; eng/components zookeeper installs it.";
            return [];
        }

        return ["--keeper", await ServerScript.RunAsync("zookeeper", "start", _folder.Path)];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Missing is null)
        {
            await ServerScript.RunAsync("zookeeper", "stop", _folder.Path);
        }

        _folder.Dispose();
    }
}
