using Attune.Embedded.Tests.History;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseHistoryTests(ClickHouseServer server) : HistoryBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace);
}
