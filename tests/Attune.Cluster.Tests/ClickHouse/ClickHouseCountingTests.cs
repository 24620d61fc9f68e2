using Attune.Embedded.Tests.History;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseCountingTests(ClickHouseServer server) : HistoryCountingBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace);
}

/// <summary>The same through the tables of a cluster, which here has one shard.</summary>
[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseClusterCountingTests(ClickHouseServer server) : HistoryCountingBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace, server.Cluster);
}

/// <summary>The port's behaviour through the tables of a cluster.</summary>
[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseClusterHistoryTests(ClickHouseServer server) : HistoryBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace, server.Cluster);
}
