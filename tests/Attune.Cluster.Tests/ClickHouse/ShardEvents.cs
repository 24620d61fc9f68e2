using Attune.Cluster.ClickHouse;
using Attune.Events;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>Events of a hundred users, spread over the shards, and whether a history has each once.</summary>
static class ShardEvents
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Events of a partition, over three months.</summary>
    public static EventBatch Batch(int partition, long offset, int events) => new(partition, offset, new EventTime(0), [.. Enumerable.Range(0, events).Select(at => new UserEvent
    {
        EventId = $"e{partition}-{offset + at}",
        Type = EventType.View,
        User = new UserId($"u'{(offset + at) % 100}"),
        Item = new ItemId($"i{(offset + at) % 1000}"),
        Time = EventTime.From(new DateTimeOffset(2026, 1 + (int)((offset + at) % 3), 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(offset + at)),
    })]);

    /// <summary>All of a partition's are there, and none is twice.</summary>
    public static async Task ExactAsync(ClickHouseHistory history, int partition, long events)
    {
        Assert.Equal(events, (await history.SummariseAsync(Cancellation)).Archived.OffsetIn(partition));
        var answer = await history.QueryAsync(
            $"SELECT count(*), count(DISTINCT log_offset), max(log_offset) FROM events WHERE log_partition = {partition}", QueryLimits.Default, Cancellation);
        Assert.Equal([events, events, events - 1], answer.Rows[0]);
    }
}
