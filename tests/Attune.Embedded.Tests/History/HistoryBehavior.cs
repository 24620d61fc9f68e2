using Attune.Events;
using Attune.History;

namespace Attune.Embedded.Tests.History;

/// <summary>What every history does, whatever it is kept in.</summary>
public abstract class HistoryBehavior
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_history_has_nothing_and_expects_offset_0()
    {
        await using var history = await OpenAsync();

        Assert.Equal(0, await history.NextOffsetAsync(3, Cancellation));
        Assert.Equal(
            new HistorySummary(0, 0, 0, null, null, LogToken.None), await history.SummariseAsync(Cancellation));
        Assert.Empty((await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation)).Users);
    }

    [Fact]
    public async Task Every_field_of_an_event_comes_back_from_a_query()
    {
        await using var history = await OpenAsync();
        var whole = new UserEvent
        {
            EventId = "e-ü",
            Type = EventType.Purchase,
            User = new UserId("Zoë, a user of more than twelve bytes"),
            Session = new SessionId("s"),
            Item = new ItemId("'quoted' \"item\""),
            Time = At(1),
            Value = 2.5,
            RecommendationId = "r-1",
            Context = """{"place":"cart"}""",
        };
        var bare = new UserEvent { EventId = "e-2", Type = EventType.Search, Session = new SessionId("s"), Time = At(2) };
        await history.AppendAsync([new EventBatch(2, 0, At(9), [whole, bare])], Cancellation);

        var answer = await history.QueryAsync("SELECT * FROM events ORDER BY log_offset", QueryLimits.Default, Cancellation);

        Assert.Equal(
            ["log_partition", "log_offset", "event_id", "type", "user_id", "session_id", "item_id", "happened_at",
                "accepted_at", "value", "recommendation_id", "context"],
            answer.Columns.Select(column => column.Name));
        Assert.Equal(
            [2L, 0L, whole.EventId, "purchase", whole.User!.Value.Value, "s", whole.Item!.Value.Value,
                At(1).ToDateTimeOffset(), At(9).ToDateTimeOffset(), 2.5, "r-1", whole.Context],
            answer.Rows[0]);
        Assert.Equal(
            [2L, 1L, "e-2", "search", null, "s", null, At(2).ToDateTimeOffset(), At(9).ToDateTimeOffset(), null, null, null],
            answer.Rows[1]);
    }

    [Fact]
    public async Task A_batch_sent_again_is_archived_once()
    {
        await using var history = await OpenAsync();
        var batch = Batch(0, 0, Event("a", "x", 1), Event("b", "y", 2));
        await history.AppendAsync([batch], Cancellation);
        await history.AppendAsync([batch], Cancellation);

        Assert.Equal(2, (await history.SummariseAsync(Cancellation)).Events);
        Assert.Equal(2, await history.NextOffsetAsync(0, Cancellation));
    }

    [Fact]
    public async Task Of_a_batch_that_overlaps_only_the_new_events_are_archived()
    {
        await using var history = await OpenAsync();
        await history.AppendAsync([Batch(0, 0, Event("a", "x", 1), Event("b", "y", 2))], Cancellation);
        await history.AppendAsync([Batch(0, 1, Event("b", "y", 2), Event("c", "z", 3))], Cancellation);

        var read = await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation);
        Assert.Equal(["x", "y", "z"], read.ItemIds);
        Assert.Equal([0, 1, 2], read.Items);
    }

    [Fact]
    public async Task A_batch_beyond_the_next_offset_is_refused_with_the_numbers_and_changes_nothing()
    {
        await using var history = await OpenAsync();
        await history.AppendAsync([Batch(0, 0, Event("a", "x", 1))], Cancellation);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await history.AppendAsync(
                [Batch(1, 0, Event("b", "y", 2)), Batch(0, 4, Event("c", "z", 3))], Cancellation));

        Assert.Contains("offset 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("3 events are missing", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await history.SummariseAsync(Cancellation)).Events);
        Assert.Equal(0, await history.NextOffsetAsync(1, Cancellation));
    }

    [Fact]
    public async Task Batches_of_several_partitions_are_committed_together()
    {
        await using var history = await OpenAsync();
        await history.AppendAsync(
            [Batch(0, 0, Event("a", "x", 1)), Batch(5, 0, Event("b", "y", 2)), Batch(0, 1, Event("c", "z", 3))], Cancellation);

        var summary = await history.SummariseAsync(Cancellation);
        Assert.Equal(LogToken.Of([(0, 2), (5, 1)]), summary.Archived);
        Assert.Equal((3L, 3L, 3L), (summary.Events, summary.Users, summary.Items));
        Assert.Equal((At(1), At(3)), (summary.First, summary.Last));
    }

    [Fact]
    public async Task What_is_archived_is_there_after_reopening()
    {
        await using (var history = await OpenAsync())
        {
            await history.AppendAsync([Batch(0, 0, Event("a", "x", 1), Event("b", "y", 2))], Cancellation);
        }

        await using var reopened = await OpenAsync();
        Assert.Equal(2, await reopened.NextOffsetAsync(0, Cancellation));
        Assert.Equal(2, (await reopened.SummariseAsync(Cancellation)).Events);
    }

    [Fact]
    public async Task Interactions_come_by_time_then_partition_then_offset()
    {
        await using var history = await OpenAsync();
        await history.AppendAsync(
            [
                Batch(1, 0, Event("a", "late", 9), Event("b", "tie-p1", 5)),
                Batch(0, 0, Event("c", "tie-p0-first", 5), Event("d", "tie-p0-second", 5), Event("e", "early", 1)),
            ],
            Cancellation);

        var read = await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation);

        Assert.Equal(["early", "tie-p0-first", "tie-p0-second", "tie-p1", "late"], read.ItemIds);
        Assert.Equal(["u:e", "u:c", "u:d", "u:b", "u:a"], read.UserIds);
        Assert.Equal([At(1).Micros, At(5).Micros, At(5).Micros, At(5).Micros, At(9).Micros], read.Times);
    }

    [Fact]
    public async Task Interactions_name_user_or_session_type_and_value_and_leave_out_events_without_item()
    {
        await using var history = await OpenAsync();
        Assert.True(EventType.TryParse("custom:gift", out var gift));
        await history.AppendAsync(
            [
                Batch(
                    0,
                    0,
                    Event("ann", "x", 1) with { Type = EventType.Rating, Value = 4 },
                    Event("ann", "y", 2) with { Session = new SessionId("s1") },
                    Event("", "x", 3) with { User = null, Session = new SessionId("ann") },
                    Event("ann", "", 4) with { Item = null, Type = EventType.Search },
                    Event("ann", "y", 5) with { Type = gift }),
            ],
            Cancellation);

        var read = await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation);

        Assert.Equal(["u:ann", "s:ann"], read.UserIds);
        Assert.Equal([0, 0, 1, 0], read.Users);
        Assert.Equal([0, 1, 0, 1], read.Items);
        Assert.Equal([EventType.Rating.Code, EventType.View.Code, EventType.View.Code, EventType.CustomCode], read.Types);
        Assert.Equal([4f, float.NaN, float.NaN, float.NaN], read.Values);
        Assert.Equal(LogToken.At(0, 5), read.Archived);
    }

    [Fact]
    public async Task A_time_range_includes_its_start_and_not_its_end()
    {
        await using var history = await OpenAsync();
        await history.AppendAsync(
            [Batch(0, 0, Event("a", "1", 1), Event("a", "2", 2), Event("a", "3", 3), Event("a", "4", 4))], Cancellation);

        var read = await history.ReadInteractionsAsync(new InteractionQuery { From = At(2), Before = At(4) }, Cancellation);

        Assert.Equal(["2", "3"], read.ItemIds);
    }

    [Fact]
    public async Task A_reader_beside_an_appender_sees_whole_commits_only()
    {
        await using var history = await OpenAsync();
        var appending = Task.Run(
            async () =>
            {
                for (var batch = 0; batch < 40; batch++)
                {
                    var pairs = Enumerable.Range(0, 50).SelectMany(pair => new[] { Event("a", "x", pair), Event("b", "y", pair) });
                    await history.AppendAsync([Batch(0, batch * 100, [.. pairs])], Cancellation);
                }
            },
            Cancellation);

        while (!appending.IsCompleted)
        {
            var summary = await history.SummariseAsync(Cancellation);
            Assert.Equal(0, summary.Events % 100);
            Assert.Equal(summary.Events, summary.Archived.OffsetIn(0));
        }

        await appending;
        Assert.Equal(4000, (await history.SummariseAsync(Cancellation)).Events);
    }

    /// <summary>Opens the history of this test; a second time, the same one again.</summary>
    protected abstract ValueTask<IHistory> OpenAsync();

    protected static EventBatch Batch(int partition, long offset, params UserEvent[] events) =>
        new(partition, offset, At(1000), events);

    protected static UserEvent Event(string user, string item, int second) => new()
    {
        EventId = $"{user}-{item}-{second}",
        Type = EventType.View,
        User = new UserId(user),
        Item = new ItemId(item),
        Time = At(second),
    };

    protected static EventTime At(int second) => EventTime.From(Day.AddSeconds(second));
}
