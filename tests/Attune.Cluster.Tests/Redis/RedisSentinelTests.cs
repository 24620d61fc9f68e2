using Attune.Cluster.Checking;
using Attune.Cluster.Redis;
using Attune.Operating.Checking;

namespace Attune.Cluster.Tests.Redis;

/// <summary>Three sentinels over a master and two replicas, with traffic on.</summary>
public sealed class RedisSentinelTests
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_master_that_sentinels_replace_costs_no_call_its_answer_and_what_may_be_lost_is_told(bool isNamedBySentinels)
    {
        await using var server = await RedisTestServer.StartAsync("--replicas", "2", "--sentinels", "3", "--password", "right");
        var settings = server.Settings with { Password = "right", Timeout = TimeSpan.FromMinutes(1) };
        settings = isNamedBySentinels ? settings with { Endpoints = [], Sentinels = await SentinelsAsync(server), MasterName = "shop" } : settings;
        await using var store = await RedisTestServer.OpenAsync("shop", settings);
        await using var traffic = new Traffic(store, callers: 8);
        await traffic.UntilAsync(() => traffic.Calls > 1_000);

        await server.RunAsync("kill", RedisTestServer.PortOf(server.Endpoints[0]));
        await WaitAsync(() => store.Losses > 0);
        await traffic.UntilWellAsync();

        // The old one comes back as a master, and is made a replica of the new.
        await server.RunAsync("restart");
        await traffic.UntilWellAsync();
        Assert.Empty(traffic.Faults);
        Assert.Empty(traffic.Broken);
    }

    [Fact]
    public async Task A_master_that_stands_still_is_replaced_and_its_return_breaks_nothing()
    {
        await using var server = await RedisTestServer.StartAsync("--replicas", "1", "--sentinels", "3");
        var settings = server.Settings with { Endpoints = [], Sentinels = await SentinelsAsync(server), MasterName = "shop", Timeout = TimeSpan.FromSeconds(2) };
        await using var store = await RedisTestServer.OpenAsync("shop", settings);
        await using var traffic = new Traffic(store, callers: 8);
        await traffic.UntilAsync(() => traffic.Calls > 1_000);

        await server.RunAsync("pause", RedisTestServer.PortOf(server.Endpoints[0]));
        await WaitAsync(() => store.Losses > 0);
        await traffic.UntilWellAsync();
        await server.RunAsync("resume", RedisTestServer.PortOf(server.Endpoints[0]));
        await traffic.UntilWellAsync();

        Assert.Empty(traffic.Broken);
        while (!(await new RedisCheck(settings, TimeProvider.System).RunAsync(Cancellation)).Any(finding => finding.Severity == Severity.Good && finding.What.EndsWith(" as the master shop.", StringComparison.Ordinal)))
        {
            // On a busy machine sentinels may take one that is slow for one that is gone, and be divided for a moment.
            await Task.Delay(100, Cancellation);
        }
    }

    [Fact]
    public async Task Sentinels_that_are_away_or_know_no_such_master_are_named()
    {
        await using var server = await RedisTestServer.StartAsync("--replicas", "1", "--sentinels", "3");
        var sentinels = await SentinelsAsync(server);
        var settings = server.Settings with { Endpoints = [], Sentinels = sentinels, MasterName = "shop" };

        var unknown = await Assert.ThrowsAsync<RedisException>(async () => await RedisTestServer.OpenAsync("shop", settings with { MasterName = "none" }));
        Assert.All(sentinels, sentinel => Assert.Contains($"The sentinel {sentinel} knows no master called \"none\".", unknown.Message, StringComparison.Ordinal));

        // One that is there is enough to find the master by; the doctor misses the majority.
        var lone = settings with { Sentinels = [sentinels[0], "127.0.0.1:1", "127.0.0.1:2"] };
        await using (await RedisTestServer.OpenAsync("shop", lone))
        {
            var found = await new RedisCheck(lone, TimeProvider.System).RunAsync(Cancellation);
            Assert.Contains(found, finding => finding.Severity == Severity.Error && finding.What == "Of 3 sentinels no majority names one master shop.");
            Assert.Contains(found, finding => finding.Severity == Severity.Warning && finding.What.Contains("127.0.0.1:2", StringComparison.Ordinal));
        }

        var away = await Assert.ThrowsAsync<RedisUnavailableException>(async () => await RedisTestServer.OpenAsync("shop", settings with { Sentinels = ["127.0.0.1:1"] }));
        Assert.Contains("127.0.0.1:1 (a sentinel)", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentinels_without_a_masters_name_and_the_other_way_round_are_refused()
    {
        Assert.Empty(new RedisSettings { Sentinels = ["h:1"], MasterName = "shop" }.Faults());
        Assert.Equal(
            ["redis.masterName is \"\", with 1 sentinels; it must be named where they are, and only there."],
            new RedisSettings { Sentinels = ["h:1"] }.Faults());
        Assert.StartsWith("redis.masterName is \"shop\", with 0 sentinels", Assert.Single(new RedisSettings { Endpoints = ["h:1"], MasterName = "shop" }.Faults()), StringComparison.Ordinal);
        Assert.StartsWith("redis.sentinels is \"h\"", Assert.Single(new RedisSettings { Sentinels = ["h"], MasterName = "shop" }.Faults()), StringComparison.Ordinal);
    }

    static async Task<string[]> SentinelsAsync(RedisTestServer server) => (await server.RunAsync("sentinels")).Split(',');

    static async Task WaitAsync(Func<bool> holds)
    {
        using var late = new CancellationTokenSource(LongestWait);
        while (!holds())
        {
            await Task.Delay(5, late.Token);
        }
    }
}
