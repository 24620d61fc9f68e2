using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.History;

/// <summary>Reads archived events back as the batches of the log they were; where a row is missing, the event was erased.</summary>
static class EventReading
{
    /// <summary>Offsets read at once: what lies between two of them is in memory together.</summary>
    public const int Chunk = 65_536;

    const string Sql = """
        SELECT log_offset, event_id, type, user_id, session_id, item_id, happened_at, accepted_at, value, recommendation_id, context
        FROM events WHERE log_partition = ? AND log_offset >= ? AND log_offset < ? ORDER BY log_offset
        """;

    /// <summary>The events of a partition from an offset to another, exclusive; without a gap.</summary>
    public static List<EventBatch> Read(DuckConnection connection, int partition, long offset, long before)
    {
        var batches = new List<EventBatch>();
        var events = new List<UserEvent>();
        var (next, acceptedAt) = (offset, default(EventTime));
        using var statement = connection.Prepare(Sql);
        using var result = statement.Bind(1, partition).Bind(2, offset).Bind(3, before).Stream();
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                var (at, accepted) = (result.Values<long>(0)[row], new EventTime(result.Values<long>(7)[row]));
                Fill(at);
                if (accepted != acceptedAt)
                {
                    Close();
                    acceptedAt = accepted;
                }

                events.Add(EventAt(result, row));
                next = at + 1;
            }
        }

        Fill(before);
        Close();
        return batches;

        void Fill(long end)
        {
            for (; next < end; next++)
            {
                events.Add(UserEvent.Erased);
            }
        }

        void Close()
        {
            if (events.Count > 0)
            {
                var first = batches is [.., var last] ? last.NextOffset : offset;
                batches.Add(new EventBatch(partition, first, acceptedAt, events.ToArray()));
                events.Clear();
            }
        }
    }

    static UserEvent EventAt(DuckResult result, int row) => new()
    {
        EventId = result.Texts(1).String(row),
        Type = TypeOf(result.Texts(2).String(row)),
        User = Text(result, 3, row) is { } user ? new UserId(user) : null,
        Session = Text(result, 4, row) is { } session ? new SessionId(session) : null,
        Item = Text(result, 5, row) is { } item ? new ItemId(item) : null,
        Time = new EventTime(result.Values<long>(6)[row]),
        Value = result.Nulls(8)[row] ? null : result.Values<double>(8)[row],
        RecommendationId = Text(result, 9, row),
        Context = Text(result, 10, row),
    };

    static EventType TypeOf(string name) => name == EventType.Merge.Name ? EventType.Merge
        : EventType.TryParse(name, out var type) ? type
        : throw new InvalidDataException($"The history holds an event of type '{name}', which this version does not know.");

    static string? Text(DuckResult result, int column, int row) => result.Nulls(column)[row] ? null : result.Texts(column).String(row);
}
