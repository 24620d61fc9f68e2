using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.History;

/// <summary>The tables of the history, and how rows get in.</summary>
static class EventsTable
{
    // The table is in no order but that of arrival and has no key: what came before the committed offset is passed over, so
    // no row can come twice, and a key would make appending five times slower.
    public const string Create = """
        CREATE TABLE IF NOT EXISTS events (
            log_partition INTEGER NOT NULL,
            log_offset BIGINT NOT NULL,
            event_id VARCHAR NOT NULL,
            type VARCHAR NOT NULL,
            user_id VARCHAR,
            session_id VARCHAR,
            item_id VARCHAR,
            happened_at TIMESTAMP NOT NULL,
            accepted_at TIMESTAMP NOT NULL,
            value DOUBLE,
            recommendation_id VARCHAR,
            context VARCHAR);
        CREATE TABLE IF NOT EXISTS archived (log_partition INTEGER NOT NULL, next_offset BIGINT NOT NULL);
        """;

    static readonly DuckType[] Columns =
    [
        DuckType.Integer, DuckType.BigInt, DuckType.Varchar, DuckType.Varchar, DuckType.Varchar, DuckType.Varchar,
        DuckType.Varchar, DuckType.Timestamp, DuckType.Timestamp, DuckType.Double, DuckType.Varchar, DuckType.Varchar,
    ];

    /// <summary>Adds what of the batches lies beyond the archived offsets, and moves these, within the open transaction.</summary>
    /// <returns>The rows added.</returns>
    /// <exception cref="InvalidOperationException">There is a gap.</exception>
    public static long Append(DuckConnection connection, IReadOnlyList<EventBatch> batches)
    {
        var before = Archived(connection).Places.ToDictionary(place => place.Partition, place => place.Offset);
        var after = new Dictionary<int, long>(before);
        var fresh = new List<EventBatch>();
        foreach (var batch in batches)
        {
            var expected = after.GetValueOrDefault(batch.Partition);
            if (batch.BaseOffset > expected)
            {
                throw new InvalidOperationException(
                    $"Partition {batch.Partition} is archived up to offset {expected}, and the batch begins at "
                    + $"{batch.BaseOffset}: {batch.BaseOffset - expected} events are missing.");
            }

            if (batch.From(expected) is { } rest)
            {
                fresh.Add(rest);
                after[batch.Partition] = rest.NextOffset;
            }
        }

        if (fresh.Count == 0)
        {
            return 0;
        }

        AppendRows(connection, fresh);
        foreach (var (partition, offset) in after.Except(before))
        {
            SetNextOffset(connection, partition, offset);
        }

        return fresh.Sum(batch => (long)batch.Events.Count);
    }

    /// <summary>Deletes the rows of an erasure, within the open transaction.</summary>
    /// <returns>How many there were.</returns>
    public static long Erase(DuckConnection connection, EventErasure erasure)
    {
        var erased = 0L;
        foreach (var (partition, before) in erasure.Before.Places)
        {
            foreach (var profile in erasure.Profiles)
            {
                var owner = new ProfileKey(profile).IsUser ? "user_id = ?" : "user_id IS NULL AND session_id = ?";
                using var delete = connection.Prepare($"DELETE FROM events WHERE log_partition = ? AND log_offset < ? AND {owner}");
                erased += delete.Bind(1, partition).Bind(2, before).Bind(3, profile[2..]).Run();
            }
        }

        return erased;
    }

    /// <summary>Up to where each partition is archived, as the connection's transaction sees it.</summary>
    public static LogToken Archived(DuckConnection connection)
    {
        var places = new List<(int, long)>();
        using var result = connection.Query("SELECT log_partition, next_offset FROM archived");
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                places.Add((result.Values<int>(0)[row], result.Values<long>(1)[row]));
            }
        }

        return LogToken.Of(places);
    }

    static void SetNextOffset(DuckConnection connection, int partition, long offset)
    {
        using var update = connection.Prepare("UPDATE archived SET next_offset = ? WHERE log_partition = ?");
        if (update.Bind(1, offset).Bind(2, partition).Run() == 0)
        {
            using var insert = connection.Prepare("INSERT INTO archived VALUES (?, ?)");
            insert.Bind(1, partition).Bind(2, offset).Run();
        }
    }

    static void AppendRows(DuckConnection connection, IEnumerable<EventBatch> batches)
    {
        using var rows = connection.Append("events", Columns);
        foreach (var batch in batches)
        {
            for (var index = 0; index < batch.Events.Count; index++)
            {
                if (!batch.Events[index].IsErased)
                {
                    AppendRow(rows, batch, index);
                }
            }
        }

        rows.Close();
    }

    static void AppendRow(DuckAppender rows, EventBatch batch, int index)
    {
        var happened = batch.Events[index];
        rows.Set(0, batch.Partition);
        rows.Set(1, batch.BaseOffset + index);
        rows.Set(2, happened.EventId);
        rows.Set(3, happened.Type.Name);
        rows.Set(4, happened.User?.Value);
        rows.Set(5, happened.Session?.Value);
        rows.Set(6, happened.Item?.Value);
        rows.Set(7, happened.Time.Micros);
        rows.Set(8, batch.AcceptedAt.Micros);
        if (happened.Value is { } value)
        {
            rows.Set(9, value);
        }
        else
        {
            rows.SetNull(9);
        }

        rows.Set(10, happened.RecommendationId);
        rows.Set(11, happened.Context);
        rows.EndRow();
    }
}
