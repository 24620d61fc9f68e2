using Attune.Embedded.Catalog;
using Attune.Embedded.History;
using Attune.Embedded.Log;
using Attune.Embedded.State;
using Attune.Operating;
using Microsoft.Extensions.Logging;

namespace Attune.Embedded;

/// <summary>The four ports of a workspace as files of one directory.</summary>
/// <remarks>
/// <c>log/</c> segments, <c>history.duckdb</c>, <c>state/</c> checkpoint, <c>catalog.duckdb</c>, <c>generations/</c>. Only the
/// log and the catalog are truth; the history, the state and the generations can be made again from them.
/// </remarks>
public static class EmbeddedPorts
{
    /// <summary>Opens them, making what is missing.</summary>
    /// <param name="directory">The workspace's own.</param>
    /// <param name="settings">Sizes and bounds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logs">Where they speak.</param>
    /// <param name="cancellation">Gives up; nothing stays open.</param>
    public static async ValueTask<WorkspacePorts> OpenAsync(
        string directory, EmbeddedSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var opened = new Stack<IAsyncDisposable>();
        try
        {
            var catalog = Opened(await DuckDbCatalogStore.OpenAsync(directory, settings.Catalog, cancellation));
            var history = Opened(await DuckDbHistory.OpenAsync(Path.Combine(directory, "history.duckdb"), settings.History, cancellation));
            var state = Opened(MemoryStateStore.Open(Path.Combine(directory, "state"), logs.CreateLogger<MemoryStateStore>()));
            var log = Opened(SegmentLog.Open(Path.Combine(directory, "log"), settings.Log, clock, logs.CreateLogger<SegmentLog>()));
            return new WorkspacePorts(log, history, state, catalog)
            {
                Retention = needless => log.AllowRetention(() => needless().OffsetIn(0)),
            };
        }
        catch
        {
            while (opened.TryPop(out var port))
            {
                await port.DisposeAsync();
            }

            throw;
        }

        T Opened<T>(T port)
            where T : IAsyncDisposable
        {
            opened.Push(port);
            return port;
        }
    }
}
