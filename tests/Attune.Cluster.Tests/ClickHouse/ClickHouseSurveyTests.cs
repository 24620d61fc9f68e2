using Attune.Embedded.Tests.History;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseSurveyTests(ClickHouseServer server) : SurveyBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace);
}

/// <summary>The same through the tables of a cluster, which here has one shard.</summary>
[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseClusterSurveyTests(ClickHouseServer server) : SurveyBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace, server.Cluster);
}
