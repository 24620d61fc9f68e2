using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.History;

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
    const int Readings = 4;

    readonly DuckDatabase _database;
    readonly DuckConnection _writer;
    readonly SemaphoreSlim _writing = new(1);
    readonly SemaphoreSlim _reading = new(Readings);
    readonly CancellationTokenSource _closing = new();
    LogToken _archived;
    int _disposed;

    DuckDbHistory(DuckDatabase database, DuckConnection writer) => (_database, _writer) = (database, writer);

    /// <summary>Opens or creates a history.</summary>
    /// <param name="path">Of the file; its folder must exist.</param>
    /// <param name="settings">Memory and threads.</param>
    /// <param name="cancellation">Gives up before opening.</param>
    /// <exception cref="DuckDbException">Another process has it open, or it is damaged.</exception>
    public static ValueTask<DuckDbHistory> OpenAsync(string path, DuckDbSettings settings, CancellationToken cancellation) =>
        new(Task.Run(() => Open(path, settings), cancellation));

    /// <inheritdoc/>
    public async ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            return _archived.OffsetIn(partition);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            var (fresh, reached) = Fresh(batches);
            if (fresh.Count > 0)
            {
                await Task.Run(() => Commit(fresh, reached), CancellationToken.None);
                _archived = reached;
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation) =>
        ReadAsync(HistorySummaries.Read, cancellation);

    /// <inheritdoc/>
    public ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation) =>
        ReadAsync(connection => InteractionReading.Read(connection, query, cancellation), cancellation);

    /// <inheritdoc/>
    public async ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(limits.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await ReadAsync(connection => PeoplesQuery.Answer(connection, sql, limits.Rows, ended.Token), ended.Token);
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
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync();
        await _writing.WaitAsync();
        for (var reading = 0; reading < Readings; reading++)
        {
            await _reading.WaitAsync();
        }

        _writer.Dispose();
        _database.Dispose();
        _writing.Dispose();
        _reading.Dispose();
        _closing.Dispose();
    }

    static DuckDbHistory Open(string path, DuckDbSettings settings)
    {
        var database = DuckDatabase.Open(path, settings);
        try
        {
            var writer = database.Connect();
            writer.Execute(EventsTable.Create);
            return new DuckDbHistory(database, writer) { _archived = EventsTable.Archived(writer) };
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // What of the batches lies beyond the committed offsets, and where the partitions stand after it.
    (List<EventBatch> Fresh, LogToken Reached) Fresh(IReadOnlyList<EventBatch> batches)
    {
        var next = _archived.Places.ToDictionary(place => place.Partition, place => place.Offset);
        var fresh = new List<EventBatch>();
        foreach (var batch in batches)
        {
            var expected = next.GetValueOrDefault(batch.Partition);
            if (batch.BaseOffset > expected)
            {
                throw new InvalidOperationException(
                    $"Partition {batch.Partition} is archived up to offset {expected}, and the batch begins at "
                    + $"{batch.BaseOffset}: {batch.BaseOffset - expected} events are missing.");
            }

            if (batch.From(expected) is { } rest)
            {
                fresh.Add(rest);
                next[batch.Partition] = rest.NextOffset;
            }
        }

        return (fresh, LogToken.Of(next.Select(place => (place.Key, place.Value))));
    }

    void Commit(List<EventBatch> batches, LogToken reached) => _writer.InTransaction(() =>
    {
        EventsTable.Append(_writer, batches);
        foreach (var (partition, offset) in reached.Places)
        {
            if (offset != _archived.OffsetIn(partition))
            {
                EventsTable.SetNextOffset(_writer, partition, offset);
            }
        }
    });

    // DuckDB's calls block, so they run on a thread of the pool; four at most.
    async ValueTask<T> ReadAsync<T>(Func<DuckConnection, T> read, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        await _reading.WaitAsync(ended.Token);
        try
        {
            return await Task.Run(() => Snapshot(read, ended.Token), ended.Token);
        }
        finally
        {
            _reading.Release();
        }
    }

    T Snapshot<T>(Func<DuckConnection, T> read, CancellationToken cancellation)
    {
        using var connection = _database.Connect();
        using var interruption = new DuckInterruption(connection, cancellation);
        try
        {
            connection.Execute("BEGIN TRANSACTION READ ONLY");
            return read(connection);
        }
        catch (DuckDbException failure) when (failure.Interrupted)
        {
            throw new OperationCanceledException("The reading was ended.", failure, cancellation);
        }
    }
}
