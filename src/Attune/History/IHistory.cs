using Attune.Events;
using Attune.History.Surveying;

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

    /// <summary>How many users had which items together, counted where the data is.</summary>
    /// <param name="query">Which events, and what is together.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <remarks>Cost: the events are sorted by user once, and each makes up to <see cref="CoOccurrenceQuery.Steps"/> pairs; what does not fit the engine's memory goes over its disk.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The query is out of its limits.</exception>
    ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation);

    /// <summary>Counts that show whether the events are sound.</summary>
    IEventSurvey Survey { get; }

    /// <summary>The archived events of a partition by ascending offset, as the log had them; those erased as <see cref="UserEvent.Erased"/>.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="before">Where to end, exclusive; it ends at the last archived event all the same.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<EventBatch> ReadEventsAsync(int partition, long offset, long before, CancellationToken cancellation);

    /// <summary>Removes events for ever, from the table and from the disk; may be called again. Cost: writes the whole table anew.</summary>
    /// <returns>How many were removed.</returns>
    ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation);

    /// <summary>Answers one read-only SQL statement.</summary>
    /// <exception cref="HistoryQueryException">The statement is not a single query, is wrong, or ran out of time or memory.</exception>
    ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation);
}
