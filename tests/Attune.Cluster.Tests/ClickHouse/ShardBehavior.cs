using Attune.Events;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>Where rows lie on two shards, and what changes them reaches both.</summary>
public abstract class ShardBehavior(ClickHouseShards shards)
{
    readonly string _workspace = shards.Workspace();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Database => $"`attune_{_workspace}`";

    [Fact]
    public async Task What_one_user_did_lies_on_one_shard_and_every_shard_has_users()
    {
        await using var history = await shards.OpenAsync(_workspace);
        await history.AppendAsync([ShardEvents.Batch(0, 0, 3_000), ShardEvents.Batch(1, 0, 2_000)], Cancellation);

        var profiles = $"SELECT DISTINCT profile FROM {Database}.event_rows_local";
        var (one, other) = (await shards.AskAsync(1, profiles), await shards.AskAsync(2, profiles));
        Assert.Equal(100, one.Length + other.Length);
        Assert.Empty(one.Intersect(other));
        Assert.True(one.Length > 10 && other.Length > 10, $"{one.Length} and {other.Length} users");
        await ShardEvents.ExactAsync(history, 0, 3_000);
        await ShardEvents.ExactAsync(history, 1, 2_000);
    }

    [Fact]
    public async Task Erased_events_are_gone_from_every_shard_and_others_stay()
    {
        await using var history = await shards.OpenAsync(_workspace);
        await history.AppendAsync([ShardEvents.Batch(0, 0, 3_000)], Cancellation);
        var all = Enumerable.Range(0, 40).Select(number => $"u:u'{number}").ToHashSet();

        Assert.Equal(800, await history.EraseAsync(new EventErasure(all, LogToken.At(0, 2_000)), Cancellation));
        Assert.Equal(0, await history.EraseAsync(new EventErasure(all, LogToken.At(0, 2_000)), Cancellation));

        Assert.Equal(2_200, (await history.SummariseAsync(Cancellation)).Events);
        var left = $"SELECT count() FROM {Database}.event_rows_local WHERE log_offset < 2000 AND log_offset % 100 < 40";
        Assert.Equal("0", Assert.Single(await shards.AskAsync(1, left)));
        Assert.Equal("0", Assert.Single(await shards.AskAsync(2, left)));
    }

    [Fact]
    public async Task Rows_that_arrive_twice_behind_the_back_of_an_append_are_merged_on_the_shards_they_lie_on()
    {
        await using var history = await shards.OpenAsync(_workspace);
        await history.AppendAsync([ShardEvents.Batch(0, 0, 5_000)], Cancellation);
        foreach (var shard in new[] { 1, 2 })
        {
            await shards.AskAsync(shard, $"INSERT INTO {Database}.event_rows_local SELECT * FROM {Database}.event_rows_local WHERE log_offset < 2000");
        }

        await history.AppendAsync([ShardEvents.Batch(0, 5_000, 1)], Cancellation);

        await ShardEvents.ExactAsync(history, 0, 5_001);
    }

    [Fact]
    public async Task A_mark_that_was_lost_has_no_event_added_again()
    {
        await using (var history = await shards.OpenAsync(_workspace))
        {
            await history.AppendAsync([ShardEvents.Batch(0, 0, 5_000)], Cancellation);
        }

        foreach (var shard in new[] { 1, 2 })
        {
            await shards.AskAsync(shard, $"TRUNCATE TABLE {Database}.archived_local");
        }

        await using var again = await shards.OpenAsync(_workspace);
        while (await again.NextOffsetAsync(0, Cancellation) > 0)
        {
            await Task.Delay(20, Cancellation);
        }

        await again.AppendAsync([ShardEvents.Batch(0, 0, 3_000), ShardEvents.Batch(0, 3_000, 4_000)], Cancellation);

        await ShardEvents.ExactAsync(again, 0, 7_000);
    }

    [Fact]
    public async Task Users_in_two_questions_of_one_are_those_of_all_shards()
    {
        await using var history = await shards.OpenAsync(_workspace);
        await history.AppendAsync([ShardEvents.Batch(0, 0, 1_000)], Cancellation);

        var within = await history.QueryAsync(
            "SELECT count(*) FROM events WHERE item_id IN (SELECT item_id FROM events WHERE user_id = 'u\\'7')", QueryLimits.Default, Cancellation);
        var joined = await history.QueryAsync(
            "SELECT count(*) FROM events AS a INNER JOIN (SELECT DISTINCT user_id FROM events WHERE item_id IN ('i7', 'i8', 'i9')) AS b USING (user_id)", QueryLimits.Default, Cancellation);

        Assert.Equal((10L, 30L), (within.Rows[0][0], joined.Rows[0][0]));
    }
}

/// <summary>Each server told by itself.</summary>
[Collection(SharedShards.Name)]
public sealed class ShardTests(ClickHouseShards shards) : ShardBehavior(shards);

/// <summary>All told at once, through a ZooKeeper, and with the tables of replicated shards.</summary>
public sealed class KeptShardTests(ClickHouseKeptShards shards) : ShardBehavior(shards), IClassFixture<ClickHouseKeptShards>;
