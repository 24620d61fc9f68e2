using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.History.Surveying;

namespace Attune.Merging;

/// <summary>The history as training reads it: one user and one item each, whatever ids their events came under.</summary>
/// <remarks>Joining is done on what was read: a table of ids, and a pass over the rows only where some id has become another.</remarks>
sealed class UnifiedHistory(IHistory history, Aliases aliases, ItemCatalog catalog) : IHistory
{
    public ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation) => history.NextOffsetAsync(partition, cancellation);

    public ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation) => history.AppendAsync(batches, cancellation);

    public ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation) => history.SummariseAsync(cancellation);

    public async ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation)
    {
        var columns = await history.ReadInteractionsAsync(query, cancellation);
        var users = await aliases.AllAsync(cancellation);
        var (userIds, userRows) = Unify(columns.UserIds, columns.Users, id => users.GetValueOrDefault(id, id));
        var (itemIds, itemRows) = Unify(
            columns.ItemIds, columns.Items, id => catalog.TryGetOrdinal(new ItemId(id), out var ordinal) ? catalog.IdOf(ordinal).Value : id);
        return columns with { UserIds = userIds, Users = userRows, ItemIds = itemIds, Items = itemRows };
    }

    // By the ids the events came under: users and items that became one are two.
    public ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation) => history.CountTogetherAsync(query, cancellation);

    // Of the events as they came: what is wrong with them is mended where they are sent.
    public IEventSurvey Survey => history.Survey;

    public IAsyncEnumerable<EventBatch> ReadEventsAsync(int partition, long offset, long before, CancellationToken cancellation) =>
        history.ReadEventsAsync(partition, offset, before, cancellation);

    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => history.EraseAsync(erasure, cancellation);

    public ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation) => history.QueryAsync(sql, limits, cancellation);

    // The history is its owner's.
    public ValueTask DisposeAsync() => default;

    // Ids stay numbered in the order of their first row: an id that comes later never stands for one that came before.
    static (string[] Ids, int[] Rows) Unify(string[] ids, int[] rows, Func<string, string> now)
    {
        var numbers = new Dictionary<string, int>(ids.Length, StringComparer.Ordinal);
        var unified = new List<string>(ids.Length);
        var of = new int[ids.Length];
        for (var at = 0; at < ids.Length; at++)
        {
            var id = now(ids[at]);
            if (!numbers.TryGetValue(id, out of[at]))
            {
                numbers.Add(id, of[at] = unified.Count);
                unified.Add(id);
            }
        }

        return unified.Count == ids.Length && unified.SequenceEqual(ids) ? (ids, rows) : ([.. unified], Array.ConvertAll(rows, row => of[row]));
    }
}
