using System.Runtime.CompilerServices;
using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.History;
using Attune.History.Surveying;

namespace Attune.Embedded.History;

/// <summary>The history in one DuckDB file.</summary>
/// <remarks>
/// <para><b>Owns</b> the file; one process at a time can have it open. Opening after a crash replays DuckDB's write-ahead
/// log; closing moves it into the file.</para>
/// <para><b>Concurrency.</b> One append at a time; up to four readings side by side, each on a connection of its own that
/// sees one committed state and holds up no append. More readings wait.</para>
/// <para><b>Durability.</b> An append has been fsynced with its offsets when it returns. One that throws changed nothing.</para>
/// </remarks>
public sealed class DuckDbHistory : IHistory
{
    readonly DuckFile _file;

    DuckDbHistory(DuckFile file) => (_file, Survey) = (file, new EventSurvey(file));

    /// <summary>Opens or creates a history.</summary>
    /// <param name="path">Of the file; its folder must exist.</param>
    /// <param name="settings">Memory and threads.</param>
    /// <param name="cancellation">Gives up before opening.</param>
    /// <exception cref="DuckDbMissingException">The native library is not there.</exception>
    /// <exception cref="DuckDbException">Another process has it open, or it is damaged.</exception>
    public static async ValueTask<DuckDbHistory> OpenAsync(
        string path, DuckDbSettings settings, CancellationToken cancellation) =>
        new(await DuckFile.OpenAsync(path, settings, EventsTable.Create, cancellation));

    /// <inheritdoc/>
    public ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation) =>
        _file.ReadAsync(connection => EventsTable.Archived(connection).OffsetIn(partition), cancellation);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation) =>
        await _file.WriteAsync(connection => EventsTable.Append(connection, batches), cancellation);

    /// <inheritdoc/>
    public ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation) =>
        _file.ReadAsync(HistorySummaries.Read, cancellation);

    /// <inheritdoc/>
    public ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation) =>
        _file.ReadAsync(connection => InteractionReading.Read(connection, query, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation) =>
        _file.ReadAsync(connection => TogetherCounting.Read(connection, query.Checked(), cancellation), cancellation);

    /// <inheritdoc/>
    public IEventSurvey Survey { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventBatch> ReadEventsAsync(
        int partition, long offset, long before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var end = Math.Min(before, await NextOffsetAsync(partition, cancellation));
        while (offset < end)
        {
            var (from, until) = (offset, Math.Min(end, offset + EventReading.Chunk));
            foreach (var batch in await _file.ReadAsync(connection => EventReading.Read(connection, partition, from, until), cancellation))
            {
                yield return batch;
            }

            offset = until;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var erased = await _file.WriteAsync(connection => EventsTable.Erase(connection, erasure), cancellation);
        await _file.RewriteAsync(cancellation);
        return erased;
    }

    /// <summary>Runs work that copies the file, which is closed meanwhile: appends and readings wait.</summary>
    internal ValueTask CopyAsync(Action work, CancellationToken cancellation) => _file.ClosedAsync(work, cancellation);

    /// <inheritdoc/>
    public async ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(limits.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await _file.ReadAsync(
                connection => PeoplesQuery.Answer(connection, sql, limits.Rows, ended.Token), ended.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new HistoryQueryException(
                $"The query ran longer than {limits.Time.TotalSeconds:0.###} seconds and was ended; narrow it, by time for one.");
        }
        catch (DuckDbException failure)
        {
            throw new HistoryQueryException(failure.Message);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
