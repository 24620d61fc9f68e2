using Attune.Embedded.Answers;
using Attune.Embedded.Backups;
using Attune.Embedded.Catalog;
using Attune.Embedded.History;
using Attune.Embedded.Log;
using Attune.Embedded.State;
using Attune.Events;
using Attune.Operating;
using Microsoft.Extensions.Logging;

namespace Attune.Embedded;

/// <summary>The four ports of a workspace as files of one directory.</summary>
/// <remarks>
/// <c>log/</c> segments, <c>history.duckdb</c>, <c>state/</c> checkpoint, <c>catalog.duckdb</c>, <c>generations/</c>,
/// <c>answers/</c>. Only the
/// log and the catalog are truth; the history, the state and the generations can be made again from them.
/// </remarks>
public static class EmbeddedPorts
{
    /// <summary>Opens all four, making what is missing.</summary>
    /// <param name="directory">The workspace's own.</param>
    /// <param name="settings">Sizes and bounds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logs">Where they speak.</param>
    /// <param name="cancellation">Gives up; nothing stays open.</param>
    public static async ValueTask<WorkspacePorts> OpenAsync(
        string directory, EmbeddedSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var opening = new PortOpening();
        try
        {
            var catalog = opening.Opened(await OpenCatalogAsync(directory, settings, cancellation));
            var history = opening.Opened(await OpenHistoryAsync(directory, settings, cancellation));
            var state = opening.Opened(OpenState(directory, logs));
            var log = opening.Opened(OpenLog(directory, settings, clock, logs));
            var answers = OpenAnswers(directory, settings, clock, logs);
            return new WorkspacePorts(log, history, state, catalog) { Retention = RetentionOf(log), Answers = answers, Backup = BackupOf(directory, log, history, catalog) };
        }
        catch
        {
            await opening.CloseAsync();
            throw;
        }
    }

    /// <summary>Opens the log of a workspace's directory.</summary>
    public static SegmentLog OpenLog(string directory, EmbeddedSettings settings, TimeProvider clock, ILoggerFactory logs) =>
        SegmentLog.Open(Path.Combine(directory, "log"), settings.Log, clock, logs.CreateLogger<SegmentLog>());

    /// <summary>Opens the answers of a workspace's directory; null where the settings keep none.</summary>
    public static AnswerFiles? OpenAnswers(string directory, EmbeddedSettings settings, TimeProvider clock, ILoggerFactory logs) =>
        settings.Answers.RetainBytes > 0
            ? AnswerFiles.Open(Path.Combine(directory, "answers"), settings.Answers, clock, logs.CreateLogger<AnswerFiles>())
            : null;

    /// <summary>Opens the state of a workspace's directory.</summary>
    public static MemoryStateStore OpenState(string directory, ILoggerFactory logs) =>
        MemoryStateStore.Open(Path.Combine(directory, "state"), logs.CreateLogger<MemoryStateStore>());

    /// <summary>Opens the history of a workspace's directory.</summary>
    public static async ValueTask<DuckDbHistory> OpenHistoryAsync(string directory, EmbeddedSettings settings, CancellationToken cancellation) =>
        await DuckDbHistory.OpenAsync(Path.Combine(directory, "history.duckdb"), settings.History, cancellation);

    /// <summary>Opens the catalog of a workspace's directory.</summary>
    public static async ValueTask<DuckDbCatalogStore> OpenCatalogAsync(string directory, EmbeddedSettings settings, CancellationToken cancellation) =>
        await DuckDbCatalogStore.OpenAsync(directory, settings.Catalog, cancellation);

    /// <summary>How a copy of a workspace's directory is written while it is worked on.</summary>
    public static WorkspaceBackup BackupOf(string directory, SegmentLog log, DuckDbHistory history, DuckDbCatalogStore catalog) =>
        new WorkspaceCopy(directory, log, history, catalog).WriteAsync;

    /// <summary>How the log is told what it need not keep any longer.</summary>
    public static Action<Func<LogToken>> RetentionOf(SegmentLog log) => needless => log.AllowRetention(() => needless().OffsetIn(0));
}
