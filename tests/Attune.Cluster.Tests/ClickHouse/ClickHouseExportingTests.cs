using Attune.Embedded.Tests.Exporting;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

[Collection(SharedClickHouse.Name)]
public sealed class ClickHouseExportingTests(ClickHouseServer server) : HistoryExportingBehavior
{
    readonly string _workspace = server.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await server.OpenAsync(_workspace);
}
