using Attune.Embedded.DuckDb;
using Attune.Embedded.History;
using Attune.History;

namespace Attune.Embedded.Tests.Exporting;

public sealed class DuckDbExportingTests : HistoryExportingBehavior, IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override async ValueTask<IHistory> OpenAsync() => await DuckDbHistory.OpenAsync(
        _folder.File("history.duckdb"), new DuckDbSettings { Threads = 2 }, TestContext.Current.CancellationToken);
}
