using System.Text;
using Attune.Cluster.Redis;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Redis;

public sealed class RedisReshardTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_on_its_way_from_one_master_to_another_is_read_and_written_throughout()
    {
        await using var server = await RedisTestServer.StartAsync("--cluster");
        await using var store = await RedisTestServer.OpenAsync("shop", server.Settings);
        await using var admin = await RedisClient.OpenAsync(server.Settings, TimeProvider.System, NullLogger.Instance, Cancellation);
        StateKey profile = new(StateKind.Profile, "u:ann"), list = new(StateKind.List, "u:ann"), alias = new(StateKind.Alias, "u:ann");
        await store.PutAsync([new(profile, [1], 5)], Cancellation);
        var name = new RedisKeys("attune", "shop").Of(profile);
        var slot = RedisSlots.Of(name);
        var from = admin.Servers.NodeOf(slot)!;
        var to = admin.Servers.Masters.First(node => node != from);

        await CommandAsync(to, "CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", await IdAsync(from));
        await CommandAsync(from, "CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", await IdAsync(to));

        // The profile is still with the one; what is new is made with the other.
        Assert.Equal([[1], null, null], await ReadAsync());
        await store.PutAsync([new(list, [2]), new(profile, [9], 4), new(profile, [3], 6)], Cancellation);
        Assert.Equal([[3], [2], null], await ReadAsync());

        await CommandAsync(from, "MIGRATE", to.Endpoint.Host, $"{to.Endpoint.Port}", Encoding.UTF8.GetString(name), "0", "5000");
        await store.PutAsync([new(profile, [9], 5), new(profile, [4], 7)], Cancellation);
        Assert.Equal([[4], [2], null], await ReadAsync());

        foreach (var node in new[] { to, from })
        {
            await CommandAsync(node, "CLUSTER", "SETSLOT", $"{slot}", "NODE", await IdAsync(to));
        }

        Assert.Equal([[4], [2], null], await ReadAsync());
        Assert.Equal(0, store.Losses);

        async Task<byte[]?[]> ReadAsync() => await store.GetAsync([profile, list, alias], Cancellation);

        async Task<string> IdAsync(RedisNode node) => await CommandAsync(node, "CLUSTER", "MYID");

        async Task<string> CommandAsync(RedisNode node, string command, params string[] arguments) =>
            (await admin.CallAsync(node, new RedisCommand(command, [.. arguments.Select(Encoding.UTF8.GetBytes)]), Cancellation)).Text;
    }
}
