using System.Diagnostics;
using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary>Breaks one thing after the other, and things in pairs, under traffic; after each everything must heal by itself.</summary>
static class Chaos
{
    const double Events = 400;
    const double Questions = 50;

    // Long enough that every time-out and breaker there is takes part.
    static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<Measurement>> RunAsync(Rig rig, string? only, CancellationToken cancellation)
    {
        var rows = new List<Measurement>();
        foreach (var (name, break_) in Faults(rig, cancellation).Where(fault => only is null || fault.Name.Contains(only, StringComparison.Ordinal)))
        {
            Console.Error.WriteLine($"  {name} ...");
            rig.Traffic.Rungs.Clear();
            var traffic = rig.Traffic.RunAsync(Events, Questions, Away * 2.5, cancellation);
            await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
            await break_();
            var mended = Stopwatch.GetTimestamp();
            var (events, questions) = await traffic;
            await rig.SettleAsync(cancellation);
            var rungs = string.Join(", ", rig.Traffic.Rungs.OrderByDescending(rung => rung.Value).Select(rung => $"{rung.Key} {rung.Value}"));
            rows.Add(new(
                $"{name}: questions failed, batches of events failed; questions' p99; rungs; all caught up after it was mended",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{questions.Failures}, {events.Failures}; {questions.Latencies.At(99):0} ms; {rungs}; {Stopwatch.GetElapsedTime(mended).TotalSeconds:0.0} s"),
                "0 questions failed", questions.Failures == 0));
            Console.Error.WriteLine($"    {rows[^1].Figure}");
        }

        if (!Wire.IsPermitted)
        {
            rows.Add(new("network cuts and full disks", "skipped: this user may not have a network and mounts of their own (root may)"));
        }

        rows.Add(await Verdict.OfAsync(rig, cancellation));
        return rows;
    }

    static IEnumerable<(string Name, Func<Task> Break)> Faults(Rig rig, CancellationToken cancellation)
    {
        var servers = rig.Servers;
        yield return ("a node that folds is killed", () => KillAsync(rig, rig.Nodes[2], cancellation));
        yield return ("a node that answers is killed", () => KillAsync(rig, rig.Nodes[0], cancellation));
        yield return ("a node that folds is paused, and goes on", async () =>
        {
            rig.Nodes[3].Signal("-STOP");
            await Task.Delay(Away * 1.5, cancellation);
            rig.Nodes[3].Signal("-CONT");
        }
        );
        yield return ("Redis fails over", servers.FailOverRedisAsync);
        yield return ("Redis is killed and started again", () => AwayAsync("redis", "kill", "restart"));
        yield return ("Redis is paused, and goes on", () => AwayAsync("redis", "pause", "resume"));
        yield return ("a Kafka broker is lost and comes back", () => BrokersAsync(1));
        yield return ("all Kafka brokers are away", () => BrokersAsync(1, 2, 3));
        yield return ("ClickHouse is killed and started again", () => AwayAsync("clickhouse", "kill", "start"));
        yield return ("PostgreSQL is killed and started again", () => AwayAsync("postgres", "kill", "start"));
        yield return ("PostgreSQL is paused, and goes on", () => AwayAsync("postgres", "pause", "resume"));
        yield return ("Redis and Kafka together", () => Task.WhenAll(AwayAsync("redis", "kill", "restart"), BrokersAsync(1, 2, 3)));
        yield return ("ClickHouse and PostgreSQL together", () => Task.WhenAll(AwayAsync("clickhouse", "kill", "start"), AwayAsync("postgres", "kill", "start")));
        yield return ("Redis fails over while a node that folds is killed", () => Task.WhenAll(servers.FailOverRedisAsync(), KillAsync(rig, rig.Nodes[2], cancellation)));

        foreach (var fault in Wire.IsPermitted ? WireCuts.Of(rig, Away, cancellation).Concat(FullDisks()) : [])
        {
            yield return fault;
        }

        // The node's is full half way through Kafka's absence, and still when Kafka is back.
        IEnumerable<(string Name, Func<Task> Break)> FullDisks()
        {
            yield return ("full disk: a node's that takes events, while Kafka is away", () => Task.WhenAll(BrokersAsync(1, 2, 3), FillAsync("front-1", Away / 2, Away)));
            yield return ("full disk: ClickHouse's", () => FillAsync("clickhouse", TimeSpan.Zero, Away));
            yield return ("full disk: Redis's", () => FillAsync("redis", TimeSpan.Zero, Away));
        }

        async Task FillAsync(string whose, TimeSpan after, TimeSpan duration)
        {
            await Task.Delay(after, cancellation);
            await rig.Disks[whose].FillAsync(duration, cancellation);
        }

        async Task AwayAsync(string server, string down, string up)
        {
            await servers.ScriptAsync(server, down);
            await Task.Delay(Away, cancellation);
            await servers.ScriptAsync(server, up);
        }

        async Task BrokersAsync(params int[] brokers)
        {
            foreach (var broker in brokers)
            {
                await servers.ScriptAsync("kafka", "tell", "down", broker.ToString(CultureInfo.InvariantCulture));
            }

            await Task.Delay(Away, cancellation);
            foreach (var broker in brokers)
            {
                await servers.ScriptAsync("kafka", "tell", "up", broker.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    static async Task KillAsync(Rig rig, Node node, CancellationToken cancellation)
    {
        await node.KillAsync();
        await Task.Delay(Away, cancellation);
        await rig.StartAsync(node, cancellation);
    }
}
