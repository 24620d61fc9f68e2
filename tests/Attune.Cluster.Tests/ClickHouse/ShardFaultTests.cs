using Attune.Cluster.Checking;
using Attune.Cluster.ClickHouse;
using Attune.Events;
using Attune.History;
using Attune.Operating.Checking;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>One of two shards gone, or silent, or told by nobody: it is said whose fault it is, and half of the rows is no answer.</summary>
[Collection(SharedShards.Name)]
public sealed class ShardFaultTests(ClickHouseShards shards)
{
    readonly string _workspace = shards.Workspace();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    ClickHouseSettings Hasty => shards.Settings with { Retries = 0, BreakAfter = 1_000 };

    [Fact]
    public async Task A_shard_that_is_away_is_named_by_everything_that_needs_it_and_nothing_is_lost()
    {
        await using var history = await shards.OpenAsync(_workspace, Hasty);
        await history.AppendAsync([ShardEvents.Batch(0, 0, 1_000)], Cancellation);
        var away = (await shards.AskAsync(1, "SELECT concat(host_address, ':', toString(port)) FROM system.clusters WHERE cluster = 'all' AND shard_num = 2"))[0];
        await shards.DoAsync("kill", 2);
        IReadOnlyList<Finding> found;
        var faults = new List<ClickHouseException>();
        try
        {
            Func<Task>[] needs =
            [
                async () => await history.AppendAsync([ShardEvents.Batch(0, 1_000, 500)], Cancellation),
                async () => await history.AppendAsync([ShardEvents.Batch(0, 1_000, 500)], Cancellation),
                async () => await history.NextOffsetAsync(0, Cancellation),
                async () => await history.SummariseAsync(Cancellation),
                async () => await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation),
                async () => await history.CountTogetherAsync(new CoOccurrenceQuery(), Cancellation),
                async () => await history.ReadEventsAsync(0, 0, 1_000, Cancellation).FirstAsync(Cancellation),
                async () => await history.QueryAsync("SELECT count(*) FROM events", QueryLimits.Default, Cancellation),
                async () => await history.EraseAsync(new EventErasure(new HashSet<string> { "u:u'3" }, LogToken.At(0, 1_000)), Cancellation),
                async () => await shards.OpenAsync(_workspace, Hasty),
            ];
            foreach (var need in needs)
            {
                faults.Add(await Assert.ThrowsAsync<ClickHouseException>(need));
            }

            found = await new ClickHouseCheck(Hasty, [_workspace], TimeProvider.System).RunAsync(Cancellation);
        }
        finally
        {
            await shards.DoAsync("restart", 2);
        }

        Assert.All(faults, fault => Assert.EndsWith($"All connection tries failed: Connection refused ({away}) (code 279)", OfOne(fault.Message, away), StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.True(fault.MayPass));
        Assert.StartsWith($"ClickHouse at {shards.Addresses[0]} could not append events: ", faults[0].Message, StringComparison.Ordinal);
        Assert.Contains(found, finding => finding.Severity == Severity.Error && finding.What.Contains(away, StringComparison.Ordinal));

        await history.AppendAsync([ShardEvents.Batch(0, 1_000, 500)], Cancellation);
        await ShardEvents.ExactAsync(history, 0, 1_500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(120)]
    public async Task A_shard_killed_in_the_middle_of_an_append_has_each_event_once_when_it_is_sent_again(int milliseconds)
    {
        await using var history = await shards.OpenAsync(_workspace, Hasty);
        await history.AppendAsync([ShardEvents.Batch(0, 0, 1_000)], Cancellation);
        var batch = ShardEvents.Batch(0, 1_000, 150_000);

        var append = Task.Run(async () => await history.AppendAsync([batch], Cancellation), Cancellation);
        await Task.Delay(milliseconds, Cancellation);
        await shards.DoAsync("kill", 2);
        try
        {
            await append;
        }
        catch (ClickHouseException failure)
        {
            Assert.True(failure.MayPass, failure.Message);
        }
        finally
        {
            await shards.DoAsync("restart", 2);
        }

        await history.AppendAsync([batch], Cancellation);
        await history.AppendAsync([ShardEvents.Batch(0, 151_000, 10)], Cancellation);

        await ShardEvents.ExactAsync(history, 0, 151_010);
    }

    [Fact]
    public async Task An_insert_that_a_silent_shard_still_has_is_waited_for_before_it_is_sent_again()
    {
        await using var hasty = await shards.OpenAsync(_workspace, Hasty with { AppendTime = TimeSpan.FromSeconds(3) });
        await using var calm = await shards.OpenAsync(_workspace);
        await hasty.AppendAsync([ShardEvents.Batch(0, 0, 1_000)], Cancellation);
        await shards.DoAsync("pause", 2);
        ClickHouseException failure;
        try
        {
            failure = await Assert.ThrowsAsync<ClickHouseException>(async () => await hasty.AppendAsync([ShardEvents.Batch(0, 1_000, 500)], Cancellation));
        }
        finally
        {
            await shards.DoAsync("resume", 2);
        }

        Assert.Contains("or another server of the cluster all, did not answer within", failure.Message, StringComparison.Ordinal);
        await calm.AppendAsync([ShardEvents.Batch(0, 1_000, 500)], Cancellation);
        await calm.AppendAsync([ShardEvents.Batch(0, 1_500, 500)], Cancellation);
        await ShardEvents.ExactAsync(calm, 0, 2_000);
    }

    [Fact]
    public async Task A_server_that_nobody_would_tell_to_make_tables_or_to_erase_is_missed_at_once()
    {
        var missed = await Assert.ThrowsAsync<ArgumentException>(async () => await shards.OpenAsync(_workspace, shards.Settings with { Servers = [] }));
        Assert.StartsWith("clickHouse.servers names 0 addresses, and 1 of the 2 shards of the cluster 'all' have tables", missed.Message, StringComparison.Ordinal);

        // The same server twice is as good as one.
        var twice = await Assert.ThrowsAsync<ArgumentException>(async () => await shards.OpenAsync(_workspace, shards.Settings with { Servers = [shards.Settings.Url] }));
        Assert.Contains("1 of the 2 shards", twice.Message, StringComparison.Ordinal);

        var unknown = await Assert.ThrowsAsync<ArgumentException>(async () => await shards.OpenAsync(_workspace, shards.Settings with { ClusterName = "none" }));
        Assert.Contains("clickHouse.clusterName is 'none'", unknown.Message, StringComparison.Ordinal);
    }

    // Where it was cut off in the midst of an answer, that is said as well.
    static string OfOne(string message, string away) =>
        message.Replace($"Attempt to read after eof; Connection refused ({away})", $"Connection refused ({away})", StringComparison.Ordinal);
}
