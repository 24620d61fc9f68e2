using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.History;

namespace Attune.Embedded.History;

/// <summary>Counts what is archived.</summary>
static class HistorySummaries
{
    // A profile key is the user's where there is one, otherwise the session's.
    const string Sql = """
        SELECT count(*),
               count(DISTINCT user_id) + count(DISTINCT session_id) FILTER (WHERE user_id IS NULL),
               count(DISTINCT item_id),
               min(happened_at),
               max(happened_at)
        FROM events
        """;

    public static HistorySummary Read(DuckConnection connection)
    {
        var archived = EventsTable.Archived(connection);
        using var result = connection.Query(Sql);
        _ = result.Read();
        return new HistorySummary(
            result.Values<long>(0)[0],
            result.Values<long>(1)[0],
            result.Values<long>(2)[0],
            Instant(result, 3),
            Instant(result, 4),
            archived);
    }

    static EventTime? Instant(DuckResult result, int column) =>
        result.Nulls(column)[0] ? null : new EventTime(result.Values<long>(column)[0]);
}
