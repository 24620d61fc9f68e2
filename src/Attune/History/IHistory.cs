using Attune.Events;

namespace Attune.History;

/// <summary>Behaviour in columns, for training and for questions: a projection of the log.</summary>
/// <remarks>
/// <para><b>Exactly once.</b> Rows and the offset after them are committed together, and what lies before the committed
/// offset is passed over: sending a batch twice, or again after a crash, changes nothing.</para>
/// <para><b>Concurrency.</b> One appender; any number of readers, each of which sees one committed state.</para>
/// <para><b>The table people query</b> is <c>events</c>: <c>log_partition, log_offset, event_id, type, user_id,
/// session_id, item_id, happened_at, accepted_at, value, recommendation_id, context</c>.</para>
/// </remarks>
public interface IHistory : IAsyncDisposable
{
    /// <summary>The first offset of a partition that is not yet archived; 0 where nothing is.</summary>
    ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation);

    /// <summary>Commits batches of one or several partitions, each partition's in order, in one transaction.</summary>
    /// <exception cref="InvalidOperationException">A batch begins beyond the next offset: events are missing.</exception>
    ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation);

    /// <summary>What is archived, in numbers.</summary>
    ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation);

    /// <summary>All events that name an item, by ascending time, as columns.</summary>
    /// <param name="query">Which of them.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation);

    /// <summary>Answers one read-only SQL statement.</summary>
    /// <exception cref="HistoryQueryException">The statement is not a single query, is wrong, or ran out of time or memory.</exception>
    ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation);
}
