using Attune.Cluster.Redis;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Redis;

/// <summary>Servers that are killed, paused, failed over and that refuse us, with traffic on.</summary>
public sealed class RedisFailureTests
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // Half a second is what a busy machine takes to let anybody in.
    static readonly TimeSpan ServerTime = TimeSpan.FromSeconds(3);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_in_the_midst_of_traffic_fails_calls_by_name_and_works_again_after_its_restart()
    {
        await using var server = await RedisTestServer.StartAsync();
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings with { Timeout = ServerTime, BreakTime = TimeSpan.FromSeconds(5) });
        await using var traffic = new Traffic(store, callers: 8);
        await traffic.UntilAsync(() => traffic.Calls > 1_000);

        await server.RunAsync("kill");
        await traffic.UntilAsync(() => traffic.Faults.Any(fault => fault.Contains("away and was not asked", StringComparison.Ordinal)));
        Assert.All(traffic.Faults, fault => Assert.Contains("Redis", fault, StringComparison.Ordinal));
        Assert.Contains(traffic.Faults, fault => fault.Contains(server.Endpoints[0], StringComparison.Ordinal));
        Assert.Equal(0, store.Losses);

        await server.RunAsync("restart");
        await traffic.UntilWellAsync();
        await WaitAsync(() => store.Losses == 1);
        Assert.Empty(traffic.Broken);
    }

    [Fact]
    public async Task A_paused_server_is_given_up_in_time_spared_by_the_breaker_and_used_again_when_it_goes_on()
    {
        await using var server = await RedisTestServer.StartAsync();
        using var told = new BreakerReadings();
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings with { Timeout = ServerTime, BreakTime = TimeSpan.FromMinutes(1) });
        await using var traffic = new Traffic(store, callers: 8);
        await traffic.UntilAsync(() => traffic.Calls > 1_000);

        await server.RunAsync("pause");
        await traffic.UntilAsync(() => traffic.Faults.Any(fault => fault.Contains("within 3 s", StringComparison.Ordinal)));
        await traffic.UntilAsync(() => traffic.Faults.Any(fault => fault.Contains("away and was not asked", StringComparison.Ordinal)));
        var address = server.Settings.Endpoints[0];
        Assert.Equal(1, told.Read("attune.breaker.open", address));
        Assert.True(told.Sum("attune.breaker.rejections", address) >= 1);

        // The break lasts a minute: it ends because the server was heard of.
        await server.RunAsync("resume");
        await traffic.UntilWellAsync();
        Assert.Equal(0, told.Read("attune.breaker.open", address));
        Assert.Equal(0, store.Losses);
        Assert.Empty(traffic.Broken);
    }

    [Fact]
    public async Task A_replica_made_master_by_hand_is_found_and_what_may_be_lost_is_told()
    {
        await using var server = await RedisTestServer.StartAsync("--replicas", "1");
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings with { Timeout = TimeSpan.FromSeconds(10) });
        await using var traffic = new Traffic(store, callers: 8);
        await traffic.UntilAsync(() => traffic.Calls > 1_000);

        // Changed over while both are there, then back, and at last after the master's death.
        await server.RunAsync("master", RedisTestServer.PortOf(server.Endpoints[1]));
        await WaitAsync(() => store.Losses > 0);
        await traffic.UntilWellAsync();
        Assert.Empty(traffic.Faults);

        var losses = store.Losses;
        await server.RunAsync("master", RedisTestServer.PortOf(server.Endpoints[0]));
        await WaitAsync(() => store.Losses > losses);
        await traffic.UntilWellAsync();

        losses = store.Losses;
        await server.RunAsync("kill", RedisTestServer.PortOf(server.Endpoints[0]));
        await server.RunAsync("master", RedisTestServer.PortOf(server.Endpoints[1]));
        await WaitAsync(() => store.Losses > losses);
        await traffic.UntilWellAsync();
        Assert.Empty(traffic.Faults);
        Assert.Empty(traffic.Broken);
    }

    [Fact]
    public async Task A_master_of_a_cluster_killed_costs_no_call_its_answer()
    {
        await using var server = await RedisTestServer.StartAsync("--cluster");
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings with { Endpoints = server.Endpoints[..2], Timeout = TimeSpan.FromSeconds(20) });
        await using var traffic = new Traffic(store, callers: 16);
        await traffic.UntilAsync(() => traffic.Calls > 1_000);

        // The first three are made masters; the first is also the one told of.
        await server.RunAsync("kill", RedisTestServer.PortOf(server.Endpoints[0]));
        await WaitAsync(() => store.Losses > 0);
        await traffic.UntilWellAsync();
        Assert.Empty(traffic.Faults);
        Assert.Empty(traffic.Broken);

        await server.RunAsync("restart");
        await traffic.UntilWellAsync();
        Assert.Empty(traffic.Faults);
    }

    [Fact]
    public async Task A_wrong_password_is_named_and_never_shown()
    {
        await using var server = await RedisTestServer.StartAsync("--password", "right");
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings with { Password = "right" });
        await store.PutAsync([new(new(StateKind.Profile, "ann"), [1])], Cancellation);

        var wrong = await RefusedAsync(server.Settings with { Password = "wrong" });
        var stranger = await RefusedAsync(server.Settings with { User = "ann", Password = "right" });
        var none = await RefusedAsync(server.Settings);

        Assert.Equal(("WRONGPASS", "WRONGPASS", "NOAUTH"), (wrong.Code, stranger.Code, none.Code));
        Assert.Contains($"Redis {server.Endpoints[0]} refused AUTH with a password and no user: WRONGPASS", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("as user \"ann\"", stranger.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("right", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_that_are_not_there_and_databases_a_cluster_has_not_are_named_at_once()
    {
        await using var server = await RedisTestServer.StartAsync();
        await using var other = await RedisTestServer.OpenAsync("shop", server.Settings with { Database = 7 });
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings);
        await other.PutAsync([new(new(StateKind.Profile, "ann"), [1])], Cancellation);
        Assert.Null(await store.GetAsync(new StateKey(StateKind.Profile, "ann"), Cancellation));

        var none = await RefusedAsync(server.Settings with { Database = 60_000 });
        Assert.Contains("refused SELECT", none.Message, StringComparison.Ordinal);

        await server.RunAsync("kill");
        var away = await Assert.ThrowsAsync<RedisUnavailableException>(async () => await RedisTestServer.OpenAsync("shop", server.Settings));
        Assert.Contains($"{server.Endpoints[0]} cannot be reached", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_is_one_loss_however_many_notice_it()
    {
        await using var server = await RedisTestServer.StartAsync();
        await using var servers = await RedisServers.OpenAsync(server.Settings, TimeProvider.System, NullLogger.Instance, Cancellation);
        var node = Assert.Single(servers.Masters);

        await server.RunAsync("kill");
        await server.RunAsync("restart");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => MeetAsync(servers, node), Cancellation)));

        Assert.Equal(1, servers.Losses);
    }

    static async Task MeetAsync(RedisServers servers, RedisNode node)
    {
        while (true)
        {
            try
            {
                await servers.MeetAsync(node, LongestWait);
                return;
            }
            catch (RedisUnavailableException)
            {
                await Task.Delay(1, Cancellation);
            }
        }
    }

    static async Task<RedisException> RefusedAsync(RedisSettings settings) =>
        await Assert.ThrowsAsync<RedisException>(async () => await RedisTestServer.OpenAsync("shop", settings));

    static async Task WaitAsync(Func<bool> holds)
    {
        using var late = new CancellationTokenSource(LongestWait);
        while (!holds())
        {
            await Task.Delay(5, late.Token);
        }
    }
}
