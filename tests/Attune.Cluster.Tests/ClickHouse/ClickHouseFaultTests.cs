using System.Text;
using Attune.Cluster.ClickHouse;
using Attune.Events;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>What fails, fails in words; and what is sent again afterwards is there once.</summary>
public sealed class ClickHouseFaultTests(ClickHouseServer server) : IClassFixture<ClickHouseServer>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    ClickHouseSettings Hasty => server.Settings with
    {
        Retries = 0,
        BreakAfter = 1_000,
        AnswerTime = TimeSpan.FromSeconds(5),
        AppendTime = TimeSpan.FromSeconds(20),
    };

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(90)]
    [InlineData(200)]
    public async Task A_server_killed_in_the_middle_of_an_append_has_each_event_once_when_it_is_sent_again(int milliseconds)
    {
        await using var history = await server.OpenAsync(server.Workspace(), Hasty);
        await history.AppendAsync([Batch(0, 1_000)], Cancellation);
        var batch = Batch(1_000, 150_000);

        var append = Task.Run(async () => await history.AppendAsync([batch], Cancellation), Cancellation);
        await Task.Delay(milliseconds, Cancellation);
        await server.DoAsync("kill");
        try
        {
            await append;
        }
        catch (ClickHouseException failure)
        {
            Assert.Contains("could not", failure.Message, StringComparison.Ordinal);
        }

        await server.DoAsync("start");
        Assert.InRange(await history.NextOffsetAsync(0, Cancellation), 1_000, 151_000);
        await history.AppendAsync([batch], Cancellation);
        await history.AppendAsync([Batch(151_000, 10)], Cancellation);

        await ExactAsync(history, 151_010);
    }

    [Fact]
    public async Task Rows_whose_mark_was_lost_are_not_added_again()
    {
        var workspace = server.Workspace();
        await using (var history = await server.OpenAsync(workspace, Hasty))
        {
            await history.AppendAsync([Batch(0, 5_000)], Cancellation);
        }

        await RunAsync($"TRUNCATE TABLE attune_{workspace}.archived");
        await using var again = await server.OpenAsync(workspace, Hasty);
        Assert.Equal(0, await again.NextOffsetAsync(0, Cancellation));
        await again.AppendAsync([Batch(0, 3_000), Batch(3_000, 4_000)], Cancellation);

        await ExactAsync(again, 7_000);
    }

    [Fact]
    public async Task Rows_that_arrive_twice_behind_the_back_of_an_append_are_merged_before_they_count()
    {
        var workspace = server.Workspace();
        await using var history = await server.OpenAsync(workspace, Hasty);
        await history.AppendAsync([Batch(0, 5_000)], Cancellation);
        await RunAsync($"INSERT INTO attune_{workspace}.event_rows SELECT * FROM attune_{workspace}.event_rows WHERE log_offset < 2000");

        await history.AppendAsync([Batch(5_000, 1)], Cancellation);

        await ExactAsync(history, 5_001);
    }

    [Fact]
    public async Task A_server_that_stands_still_is_told_by_name_and_nothing_is_doubled_when_it_goes_on()
    {
        await using var history = await server.OpenAsync(server.Workspace(), Hasty with { AppendTime = TimeSpan.FromSeconds(3) });
        await history.AppendAsync([Batch(0, 1_000)], Cancellation);
        await server.DoAsync("pause");

        var failure = await Assert.ThrowsAsync<ClickHouseException>(async () => await history.AppendAsync([Batch(1_000, 500)], Cancellation));
        await server.DoAsync("resume");
        await history.AppendAsync([Batch(1_000, 500)], Cancellation);
        await history.AppendAsync([Batch(1_500, 500)], Cancellation);

        Assert.True(failure.IsAway);
        Assert.Equal($"ClickHouse at {server.Address} could not append events: it did not answer within 3 s", failure.Message);
        await ExactAsync(history, 2_000);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again_and_then_for_a_while_no_more()
    {
        using var told = new BreakerReadings();
        await using var history = await server.OpenAsync(server.Workspace(), Hasty with
        {
            Retries = 2,
            FirstRetry = TimeSpan.FromMilliseconds(1),
            BreakAfter = 3,
            BreakTime = TimeSpan.FromSeconds(30),
        });
        await server.DoAsync("stop");
        try
        {
            for (var tries = 0; tries < 4; tries++)
            {
                await Assert.ThrowsAsync<ClickHouseException>(async () => await history.SummariseAsync(Cancellation));
            }

            var refused = await Assert.ThrowsAsync<ClickHouseException>(async () => await history.SummariseAsync(Cancellation));
            Assert.Contains("failed too often", refused.Message, StringComparison.Ordinal);
            Assert.Equal((1, 1), (told.Sum("attune.breaker.openings", server.Address), told.Read("attune.breaker.open", server.Address)));
            Assert.True(told.Sum("attune.breaker.rejections", server.Address) >= 1);
            Assert.True(told.Sum("attune.retries", server.Address) >= 2);
        }
        finally
        {
            await server.DoAsync("start");
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_the_number_of_the_error()
    {
        var refused = await Assert.ThrowsAsync<ClickHouseException>(async () =>
            await server.OpenAsync(server.Workspace(), Hasty with { User = "nobody", Password = "wrong" }));

        Assert.False(refused.IsAway);
        Assert.Equal(192, refused.Code);
        Assert.StartsWith($"ClickHouse at {server.Address} could not say its version: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packed_rows_arrive_as_others_do()
    {
        await using var history = await server.OpenAsync(server.Workspace(), Hasty with { Compress = true });
        await history.AppendAsync([Batch(0, 3_000)], Cancellation);

        await ExactAsync(history, 3_000);
    }

    [Fact]
    public async Task Erased_events_are_gone_from_the_rows_and_keep_their_offsets()
    {
        var workspace = server.Workspace();
        await using var history = await server.OpenAsync(workspace, Hasty);
        await history.AppendAsync([Batch(0, 3_000)], Cancellation);

        var erasure = new EventErasure(new HashSet<string> { "u:u'3", "s:none" }, LogToken.At(0, 2_000));
        Assert.Equal(20, await history.EraseAsync(erasure, Cancellation));
        Assert.Equal(0, await history.EraseAsync(erasure, Cancellation));

        var offset = 0L;
        await foreach (var batch in history.ReadEventsAsync(0, 0, long.MaxValue, Cancellation))
        {
            Assert.Equal(offset, batch.BaseOffset);
            Assert.All(batch.Events.Select((happened, at) => (happened, at)), row => Assert.Equal((batch.BaseOffset + row.at) % 100 == 3 && batch.BaseOffset + row.at < 2_000, row.happened.IsErased));
            offset = batch.NextOffset;
        }

        Assert.Equal(3_000, offset);
        Assert.Equal(2_980, (await history.SummariseAsync(Cancellation)).Events);
    }

    static async Task ExactAsync(ClickHouseHistory history, long events)
    {
        var summary = await history.SummariseAsync(Cancellation);
        Assert.Equal((events, events), (summary.Events, summary.Archived.OffsetIn(0)));
        var answer = await history.QueryAsync(
            "SELECT count(*), count(DISTINCT log_offset), max(log_offset) FROM events", History.QueryLimits.Default, Cancellation);
        Assert.Equal([events, events, events - 1], answer.Rows[0]);
    }

    async Task RunAsync(string sql)
    {
        using var http = new HttpClient();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(sql));
        using var answer = await http.PostAsync(new Uri($"http://{server.Address}/"), body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    // Events of a hundred users over three months.
    static EventBatch Batch(long offset, int events) => new(0, offset, new EventTime(0), [.. Enumerable.Range(0, events).Select(at => new UserEvent
    {
        EventId = $"e{offset + at}",
        Type = EventType.View,
        User = new UserId($"u'{(offset + at) % 100}"),
        Item = new ItemId($"i{(offset + at) % 1000}"),
        Time = EventTime.From(new DateTimeOffset(2026, 1 + (int)((offset + at) % 3), 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(offset + at)),
    })]);
}
