using Attune.Load;

namespace Attune.Server.Tests.Crash;

/// <summary>What a server holds beside what its senders know.</summary>
static class LedgerComparison
{
    /// <summary>Every event that was ever made is in history, profiles and trends, once.</summary>
    public static async Task EachOnceAsync(ServerProcess server, EventLedger ledger, CancellationToken cancellation)
    {
        await HistoryHoldsEachOnceAsync(server, ledger, cancellation);
        await ProfilesCountEachOnceAsync(server, ledger, cancellation);
        await TrendingCountsEachOnceAsync(server, ledger, cancellation);
    }

    static async Task HistoryHoldsEachOnceAsync(ServerProcess server, EventLedger ledger, CancellationToken cancellation)
    {
        var answer = await server.PostAsync(
            "v1/query",
            """{"sql":"select count(*), count(distinct event_id), count(distinct log_offset), max(log_offset) + 1 from events"}""",
            cancellation);
        var row = answer.GetProperty("rows")[0];
        var sent = ledger.Events.Count;

        Assert.Equal([sent, sent, sent, sent], [.. row.EnumerateArray().Select(cell => cell.GetInt64())]);
    }

    static async Task ProfilesCountEachOnceAsync(ServerProcess server, EventLedger ledger, CancellationToken cancellation)
    {
        foreach (var user in ledger.Events.GroupBy(sent => sent.User))
        {
            var profile = await server.GetAsync("v1/users/" + user.Key + "/profile", cancellation);
            var counted = profile.GetProperty("counts").EnumerateObject()
                .Where(count => count.Value.GetInt64() > 0).ToDictionary(count => count.Name, count => count.Value.GetInt64());

            Assert.Equal(user.GroupBy(sent => sent.Type).ToDictionary(type => type.Key, type => (long)type.Count()), counted);
        }
    }

    static async Task TrendingCountsEachOnceAsync(ServerProcess server, EventLedger ledger, CancellationToken cancellation)
    {
        // All events are minutes old at most and the half-life is a week: what has faded since is within half a per cent.
        foreach (var item in ledger.Events.GroupBy(sent => sent.Item).Take(50))
        {
            var activity = await server.GetAsync("v1/items/" + item.Key + "/activity", cancellation);
            var strength = item.Sum(sent => sent.Type switch { "purchase" => 5, "cart" => 3, _ => 1 });

            Assert.InRange(activity.GetProperty("trending").GetProperty("7d").GetDouble(), strength * 0.995, strength * 1.001);
        }
    }
}
