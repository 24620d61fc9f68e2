using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.Operating;
using Attune.Server.Tests.Nodes;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Moving;

public sealed class ClusterRestoreTests(RealServers servers)
{
    const int Users = 15;
    const int Round = 80;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_servers_but_Kafka_are_lost_and_restored_from_backups_taken_one_after_another_under_traffic()
    {
        await using var lost = new LostServers(servers);
        await using var nodes = await NodeSet.OpenAsync(lost.BeginAsync, nodes: 1);
        await nodes[0].Catalog.WriteAsync([.. Enumerable.Range(0, 20).Select(item => Priced(item, 1))], Cancellation);
        await nodes.SendAsync(0, Behaviour(0));
        await nodes[0].Live.CheckpointAsync(Cancellation);

        // Between any two parts more is taken in, of items that nobody had named before: each part knows more than the one before it.
        await nodes.SendAsync(0, Behaviour(1));
        await lost.RunAsync("1. Redis");
        await nodes.SendAsync(0, Behaviour(2));
        await lost.RunAsync("2. ClickHouse", ("table", "archived"));
        await nodes.SendAsync(0, Behaviour(3));
        await lost.RunAsync("2. ClickHouse", ("table", "event_rows"));
        await nodes.SendAsync(0, Behaviour(4));
        await lost.RunAsync("3. PostgreSQL");
        await nodes.SendAsync(0, Behaviour(5));
        var time = await lost.ShellAsync("""psql "$POSTGRES" -Atc 'SELECT clock_timestamp()'""");
        await nodes[0].Catalog.WriteAsync([Priced(0, 2)], Cancellation);
        await nodes.SendAsync(0, Behaviour(6));
        await lost.ShellAsync("""
            last=$(psql "$POSTGRES" -Atc 'SELECT pg_walfile_name(pg_switch_wal())')
            until [ -f "$WAL/$last" ]; do sleep 0.1; done
            """);
        var (rows, profiles, trends) = (await RowsAsync(nodes[0]), await ProfilesAsync(nodes[0]), Trends(nodes[0]));
        await nodes.StopAsync(0);

        await lost.LoseAndRestoreAsync(nodes.Settings, time);
        var again = await nodes.AddAsync();
        await again.Archiver.CatchUpAsync(Cancellation).WaitAsync(NodeSet.Longest, Cancellation);

        Assert.Equal(7 * Round, rows.Count);
        Assert.Equal(rows, await RowsAsync(again));
        Assert.Equal(profiles, await ProfilesAsync(again));
        AssertSame(trends, Trends(again));
        Assert.Equal("""{"price":1}""", again.Catalog.Snapshot.PropertiesJson(0));

        await nodes.SendAsync(1, Behaviour(7));
        Assert.Equal(8 * Round, (await RowsAsync(again)).Count);

        // A point in time of the whole workspace, from the servers to a directory; a directory that stands on servers has no backup of its own.
        await nodes.StopAsync(1);
        using var folder = new ScratchFolder();
        var shell = new Shell(folder.Path);
        var moved = (await shell.RunAsync("migrate", "--from", nodes.Settings, "--to", "then", "--until", time, "--json")).Ends(0).Json;
        Assert.Equal(6 * Round, moved.GetProperty("workspaces")[0].GetProperty("copied").GetInt32());
        (await shell.RunAsync("backup", "--data", nodes.Settings, "--to", "kept")).Ends(1, "stands on servers", "docs/backup.md");
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "kept")));
    }

    static PropertyWrite Priced(int item, int price) => PropertyWrite.Put($"i{item}", $$"""{"price":{{price}}}""");

    static IEnumerable<UserEvent> Behaviour(int round) => Enumerable.Range(round * Round, Round).Select(number => new UserEvent
    {
        EventId = $"e{number}",
        Type = number % 9 == 0 ? EventType.Purchase : EventType.View,
        User = new UserId($"u{number * 7 % Users}"),
        Item = new ItemId($"i{(number * 13 % 20) + (number % 4 == 0 ? 20 * round : 0)}"),
        Time = new EventTime((1_767_225_600L + (20 * number)) * 1_000_000),
        Context = number % 5 == 0 ? """{"page":"ä"}""" : null,
    });

    static async Task<List<string>> RowsAsync(Workspace node)
    {
        var answer = await node.History.QueryAsync(
            "SELECT log_partition, log_offset, event_id, type, user_id, item_id, toString(happened_at), toString(accepted_at), value, context FROM events ORDER BY log_partition, log_offset",
            QueryLimits.Default,
            Cancellation);
        return [.. answer.Rows.Select(row => string.Join('|', row))];
    }

    // By the items' ids: their numbers are the catalog's.
    static async Task<List<string>> ProfilesAsync(Workspace node)
    {
        var profiles = new List<string>();
        for (var user = 0; user < Users; user++)
        {
            var profile = await node.ProfileAsync(ProfileKey.Of(new UserId($"u{user}")), Cancellation);
            var recent = profile.Recent.ToArray().Select(one => $"{node.Catalog.IdOf(one.Item)} {one.Offset}");
            profiles.Add($"u{user} {profile.Partition} {profile.Applied} {string.Join(' ', profile.Counts.ToArray())}: {string.Join(", ", recent)}");
        }

        return profiles;
    }

    static Dictionary<ItemId, double> Trends(Workspace node)
    {
        var (view, now) = (node.Live.Overlay.Trending.Views[0], node.Live.Overlay.Latest);
        return Enumerable.Range(0, node.Catalog.Count).ToDictionary(node.Catalog.IdOf, ordinal => view.At(ordinal, now));
    }

    static void AssertSame(Dictionary<ItemId, double> expected, Dictionary<ItemId, double> found)
    {
        Assert.Equal(expected.Keys.Select(item => item.Value).Order(StringComparer.Ordinal), found.Keys.Select(item => item.Value).Order(StringComparer.Ordinal));
        Assert.All(expected, item => Assert.Equal(item.Value, found[item.Key], 1e-3 * Math.Max(1, item.Value)));
    }
}
