using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Attune.Load.Clusters;

/// <summary>Shoppers' traffic on a cluster: events in small batches and questions, both open loop.</summary>
/// <param name="shop">Whose events.</param>
/// <param name="balancer">Spreads the requests.</param>
/// <param name="ledger">Told of every event acknowledged.</param>
/// <param name="clock">The events' time.</param>
sealed class Traffic(SyntheticShop shop, Balancer balancer, Ledger ledger, TimeProvider clock)
{
    const int BatchEvents = 20;

    /// <summary>Rungs the answers stood on, by name.</summary>
    public Dictionary<string, int> Rungs { get; } = [];

    /// <summary>Runs both for a while.</summary>
    /// <param name="eventsPerSecond">Events; sent <see cref="BatchEvents"/> together, as a page's beacon or a service's buffer does.</param>
    /// <param name="questionsPerSecond">Questions.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<(OpenLoop.Outcome Events, OpenLoop.Outcome Questions)> RunAsync(
        double eventsPerSecond, double questionsPerSecond, TimeSpan duration, CancellationToken cancellation)
    {
        var events = OpenLoop.RunAsync(eventsPerSecond / BatchEvents, duration, SendAsync, cancellation);
        var questions = OpenLoop.RunAsync(questionsPerSecond, duration, AskAsync, cancellation);
        return (await events, await questions);
    }

    /// <summary>From the acknowledgement of one event to the end of a question that waits for it, put to whichever node is next.</summary>
    public async Task<TimeSpan> FreshAsync(CancellationToken cancellation)
    {
        (string Body, List<(string Id, int User)> Events) one;
        lock (shop)
        {
            one = shop.NamedBatch(1, clock.GetUtcNow());
        }

        var answer = await balancer.PostAsync("ingest", "v1/events", one.Body, cancellation) ?? throw new InvalidOperationException("No node took the event.");
        var (id, user) = one.Events[0];
        ledger.Acknowledge(id, user);
        var token = JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("token").GetString()!;
        var acknowledged = Stopwatch.GetTimestamp();
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/users/u{user}/recommendations?count=10&deadline=2000&after={token}");
        while (true)
        {
            var list = await balancer.GetAsync("recommend", path, cancellation) ?? throw new InvalidOperationException("No node answered.");
            if (Reaches(JsonSerializer.Deserialize<JsonElement>(list).GetProperty("watermark").GetString()!, token))
            {
                return Stopwatch.GetElapsedTime(acknowledged);
            }
        }
    }

    static bool Reaches(string watermark, string token) => token.Split('.').All(wanted =>
        watermark.Split('.').Any(place => place.Split('-')[0] == wanted.Split('-')[0] && Offset(place) >= Offset(wanted)));

    static long Offset(string place) => long.Parse(place.Split('-')[1], CultureInfo.InvariantCulture);

    async Task<bool> SendAsync(int number, CancellationToken cancellation)
    {
        (string Body, List<(string Id, int User)> Events) batch;
        lock (shop)
        {
            batch = shop.NamedBatch(BatchEvents, clock.GetUtcNow());
        }

        if (await balancer.PostAsync("ingest", "v1/events", batch.Body, cancellation) is not { } answer)
        {
            return false;
        }

        using var verdicts = JsonDocument.Parse(answer);
        var rows = verdicts.RootElement.GetProperty("rows").EnumerateArray();
        foreach (var (row, (id, user)) in rows.Zip(batch.Events))
        {
            if (row.GetProperty("verdict").GetString() is "accepted" or "duplicate")
            {
                ledger.Acknowledge(id, user);
            }
        }

        return true;
    }

    async Task<bool> AskAsync(int number, CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/users/u{number * 7919L % shop.Users}/recommendations?count=20");
        if (await balancer.GetAsync("recommend", path, cancellation) is not { } answer)
        {
            return false;
        }

        using var list = JsonDocument.Parse(answer);
        var rung = list.RootElement.GetProperty("rung").GetString()!;
        lock (Rungs)
        {
            Rungs[rung] = Rungs.GetValueOrDefault(rung) + 1;
        }

        return true;
    }
}
