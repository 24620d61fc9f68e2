using System.Text;
using Attune.Cluster.Checking;
using Attune.Cluster.Redis;
using Attune.Events;
using Attune.Operating.Checking;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Redis;

/// <summary>Several installations, or other applications, on one Redis: each has its prefix, and may be kept to it.</summary>
public sealed class RedisPrefixTests(RedisSharedServers servers)
{
    /// <summary>As docs/cluster.md says it.</summary>
    const string Commands = "+get +mget +set +del +unlink +pexpire +persist +exists +strlen +getrange +hget +hset +hgetall +scan +eval +evalsha "
        + "+select +asking +info +ping +time +cluster|slots";

    readonly string _workspace = servers.NewWorkspace();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Two_installations_with_workspaces_of_one_name_share_a_server_and_do_not_meet(bool isCluster)
    {
        var settings = (isCluster ? await servers.ClusterAsync() : await servers.SingleAsync()).Settings;
        await using var one = await RedisTestServer.OpenAsync(_workspace, settings with { Prefix = "shop.live" });
        await using var other = await RedisTestServer.OpenAsync(_workspace, settings with { Prefix = "shop.live:try" });
        await using var usual = await RedisTestServer.OpenAsync(_workspace, settings);
        await FillAsync(one, 1, fence: 100);

        Assert.Empty(await EverythingAsync(other));
        Assert.Equal((LogToken.None, LogToken.None), (await other.AppliedAsync(Cancellation), await other.CheckpointedAsync(Cancellation)));
        await FillAsync(other, 2, fence: 5);
        Assert.Equal((5, 5), ((await EverythingAsync(one)).Count, (await EverythingAsync(other)).Count));
        Assert.All(await EverythingAsync(one), value => Assert.False(value.AsSpan().ContainsAnyExcept((byte)1)));
        Assert.All(await EverythingAsync(other), value => Assert.False(value.AsSpan().ContainsAnyExcept((byte)2)));
        Assert.Empty(await EverythingAsync(usual));

        await one.PutAsync([.. await KeysAsync(one)], Cancellation);

        Assert.Empty(await EverythingAsync(one));
        Assert.Equal(5, (await EverythingAsync(other)).Count);
        Assert.Equal((LogToken.At(0, 100), LogToken.At(0, 5)), (await one.AppliedAsync(Cancellation), await other.AppliedAsync(Cancellation)));
        Assert.Equal((1, 1), (await other.MeasureAsync(StateKind.Profile, Cancellation)));
        Assert.Equal((2, 3_000_010), (await other.MeasureAsync(StateKind.Overlay, Cancellation)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_user_who_may_touch_one_prefix_and_call_few_commands_suffices(bool isCluster)
    {
        var settings = (isCluster ? await servers.ClusterAsync() : await servers.SingleAsync()).Settings;
        var user = $"for-{_workspace}";
        await using (var admin = await RedisClient.OpenAsync(settings, TimeProvider.System, NullLogger.Instance, Cancellation))
        {
            foreach (var node in settings.Endpoints.Select(text => admin.Servers.NodeAt(RedisEndpoint.Parse(text))))
            {
                string[] rights = ["SETUSER", user, "on", ">secret", $"~{_workspace}:*", .. Commands.Split(' ')];
                await admin.CallAsync(node, new RedisCommand("ACL", [.. rights.Select(Encoding.ASCII.GetBytes)]), Cancellation);
            }
        }

        var limited = settings with { User = user, Password = "secret", Prefix = _workspace };
        await using var store = await RedisTestServer.OpenAsync("shop", limited);
        await FillAsync(store, 3, fence: 7);
        Assert.Equal(5, (await EverythingAsync(store)).Count);
        Assert.Equal((LogToken.At(0, 7), LogToken.At(0, 7)), (await store.AppliedAsync(Cancellation), await store.CheckpointedAsync(Cancellation)));
        await store.PutAsync([.. await KeysAsync(store)], Cancellation);
        Assert.Empty(await EverythingAsync(store));
        Assert.DoesNotContain(await new RedisCheck(limited, TimeProvider.System).RunAsync(Cancellation), finding => finding.Severity == Severity.Error);

        await using var astray = await RedisTestServer.OpenAsync("shop", limited with { Prefix = "attune" });
        var refused = await Assert.ThrowsAsync<RedisException>(async () => await astray.GetAsync(new StateKey(StateKind.Profile, "ann"), Cancellation));
        Assert.Equal("NOPERM", refused.Code);
    }

    [Theory]
    [InlineData("", "of 0 characters")]
    [InlineData("{shop}", "no braces")]
    [InlineData("shop*", "\"shop*\"")]
    [InlineData("shop:", "first and last")]
    [InlineData("shop\n", "letters, digits")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012345", "of 66 characters; it must be 1 to 64")]
    public void A_prefix_that_could_be_taken_for_something_else_is_refused(string prefix, string why)
    {
        var fault = Assert.Single(new RedisSettings { Endpoints = ["h:1"], Prefix = prefix }.Faults());

        Assert.StartsWith("redis.prefix is ", fault, StringComparison.Ordinal);
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_installations_that_name_no_prefix_are_what_they_were()
    {
        var keys = new RedisKeys(new RedisSettings().Prefix, "shop");

        Assert.Equal("attune:shop:p:{u:ann}", Encoding.UTF8.GetString(keys.Of(new(StateKind.Profile, "u:ann"))));
        Assert.Equal("attune:{shop}:o:trending", Encoding.UTF8.GetString(keys.Of(new(StateKind.Overlay, "trending"))));
        Assert.Equal(("attune:{shop}:m", "attune:{shop}:c"), (Encoding.UTF8.GetString(keys.Marks), Encoding.UTF8.GetString(keys.Checkpoint)));
    }

    // One of each kind, a part short and a part in pieces, fences and marks.
    static async Task FillAsync(RedisStateStore store, byte value, long fence)
    {
        var large = new byte[1_000_000 * 3];
        large.AsSpan().Fill(value);
        await store.PutAsync(
            [
                new(new(StateKind.Profile, "u:ann"), [value], fence), new(new(StateKind.List, "u:ann"), [value]), new(new(StateKind.Alias, "u:ann"), [value], fence),
                new(new(StateKind.Overlay, "short"), [.. Enumerable.Repeat(value, 10)]), new(new(StateKind.Overlay, "long"), large),
            ],
            Cancellation);
        await store.MarkAppliedAsync(LogToken.At(0, fence), Cancellation);
        await store.CheckpointAsync(LogToken.At(0, fence), Cancellation);
    }

    static async Task<List<byte[]>> EverythingAsync(RedisStateStore store)
    {
        var values = new List<byte[]>();
        foreach (var kind in Enum.GetValues<StateKind>())
        {
            await foreach (var (_, value) in store.ScanAsync(kind, Cancellation))
            {
                values.Add(value);
            }
        }

        return values;
    }

    static async Task<List<StateWrite>> KeysAsync(RedisStateStore store)
    {
        var removed = new List<StateWrite>();
        foreach (var kind in Enum.GetValues<StateKind>())
        {
            await foreach (var (key, _) in store.ScanAsync(kind, Cancellation))
            {
                removed.Add(new(key, null));
            }
        }

        return removed;
    }
}
