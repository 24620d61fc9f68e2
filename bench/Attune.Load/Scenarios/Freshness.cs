using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Attune.Load.Scenarios;

/// <summary>
/// From the acknowledgement of an event to the first answer that knows it, asked without waiting for it: an event is
/// posted, then the user's list is asked for again and again until its watermark has passed the event's token.
/// </summary>
sealed class Freshness(SyntheticShop shop, TimeProvider clock) : IScenario
{
    public string Name => "freshness";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var random = new Random(3);
        var alone = await MeasureAsync(server, random, 1_000, cancellation);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = BackgroundAsync(server, stop.Token);
        var loaded = await MeasureAsync(server, random, 1_000, cancellation);
        await stop.CancelAsync();
        await load;

        return [Row("event acknowledged to in the next answer: p50 / p99", alone), Row("the same under 500 recommendations/s and 20 000 events/s", loaded)];
    }

    static Measurement Row(string what, Latencies latencies) => new(
        what,
        string.Create(CultureInfo.InvariantCulture, $"{latencies.At(50):0.00} / {latencies.At(99):0.00} ms, load average {MachineLoad.Now:0.0}"),
        "p99 < 50 ms", latencies.At(99) < 50);

    async Task<Latencies> MeasureAsync(ServerProcess server, Random random, int rounds, CancellationToken cancellation)
    {
        var latencies = new Latencies();
        for (var round = 0; round < rounds; round++)
        {
            var user = random.Next(shop.Users);
            string body;
            lock (shop)
            {
                body = shop.Event(user, clock.GetUtcNow());
            }

            var answer = await server.PostAsync("v1/events", body, cancellation);
            var token = OffsetOf(answer, "token");
            var acknowledged = Stopwatch.GetTimestamp();
            var path = string.Create(CultureInfo.InvariantCulture, $"v1/users/u{user}/recommendations?count=10");
            while (OffsetOf(await server.GetAsync(path, cancellation), "watermark") < token)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            latencies.Add(Stopwatch.GetElapsedTime(acknowledged));
        }

        return latencies;
    }

    async Task BackgroundAsync(ServerProcess server, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(
                OpenLoop.RunAsync(500, TimeSpan.FromMinutes(5), Recommend, cancellation),
                OpenLoop.RunAsync(20, TimeSpan.FromMinutes(5), Ingest, cancellation));
        }
        catch (OperationCanceledException)
        {
            // The foreground is done.
        }

        async Task<bool> Recommend(int number, CancellationToken cancelled)
        {
            using var answer = await server.Http.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"v1/users/u{number * 7919 % shop.Users}/recommendations?count=20"), cancelled);
            return answer.IsSuccessStatusCode;
        }

        async Task<bool> Ingest(int number, CancellationToken cancelled)
        {
            byte[] body;
            lock (shop)
            {
                body = Encoding.UTF8.GetBytes(shop.EventBatch(1_000, clock.GetUtcNow()));
            }

            await BatchedIngest.PostAsync(server, body, cancelled);
            return true;
        }
    }

    // One partition: the token is 0-OFFSET.
    static long OffsetOf(JsonElement answer, string property) =>
        long.Parse(answer.GetProperty(property).GetString()![2..], CultureInfo.InvariantCulture);
}
