using System.Runtime.CompilerServices;
using Attune.Cluster.ClickHouse;
using Attune.Events;
using Attune.History;
using Attune.History.Surveying;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Waiting;

/// <summary>A history on ClickHouse that was away at the start: until it is back everything asked of it fails as it does while ClickHouse is away later.</summary>
public sealed class LateHistory : IHistory
{
    readonly LatePort<ClickHouseHistory> _history;

    LateHistory(LatePort<ClickHouseHistory> history) => _history = history;

    /// <summary>Opens a workspace's history; one that opens itself later where ClickHouse is away.</summary>
    /// <param name="workspace">The workspace's name.</param>
    /// <param name="settings">Where ClickHouse is.</param>
    /// <param name="clock">Times the waits.</param>
    /// <param name="logs">Where troubles are told.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ClickHouseException">ClickHouse refuses.</exception>
    public static async ValueTask<IHistory> OpenAsync(
        string workspace, ClickHouseSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        try
        {
            return await OpenNowAsync(cancellation);
        }
        catch (ClickHouseException away) when (away.MayPass)
        {
            return new LateHistory(new(OpenNowAsync, away, clock, logs.CreateLogger<LateHistory>()));
        }

        ValueTask<ClickHouseHistory> OpenNowAsync(CancellationToken stopped) => ClickHouseHistory.OpenAsync(workspace, settings, clock, logs, stopped);
    }

    /// <inheritdoc/>
    public async ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation) => await _history.Now.NextOffsetAsync(partition, cancellation);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation) => await _history.Now.AppendAsync(batches, cancellation);

    /// <inheritdoc/>
    public async ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation) => await _history.Now.SummariseAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation) =>
        await _history.Now.ReadInteractionsAsync(query, cancellation);

    /// <inheritdoc/>
    public async ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation) =>
        await _history.Now.CountTogetherAsync(query, cancellation);

    /// <inheritdoc/>
    public IEventSurvey Survey => _history.Now.Survey;

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventBatch> ReadEventsAsync(
        int partition, long offset, long before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in _history.Now.ReadEventsAsync(partition, offset, before, cancellation))
        {
            yield return batch;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => await _history.Now.EraseAsync(erasure, cancellation);

    /// <inheritdoc/>
    public async ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation) => await _history.Now.QueryAsync(sql, limits, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _history.DisposeAsync();
}
