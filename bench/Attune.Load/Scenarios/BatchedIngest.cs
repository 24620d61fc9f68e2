using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Attune.Load.Scenarios;

/// <summary>Fills the catalog and the log: events in batches of 1 000 over 8 connections, each acknowledged after fsync.</summary>
sealed class BatchedIngest(SyntheticShop shop, TimeProvider clock) : IScenario
{
    const int BatchEvents = 1_000;

    public string Name => "ingest";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        for (var from = 0; from < options.Items; from += 5_000)
        {
            await server.PostAsync("v1/items", shop.ItemBatch(from, Math.Min(5_000, options.Items - from)), cancellation);
        }

        var start = clock.GetUtcNow() - TimeSpan.FromHours(12);
        var batches = Enumerable.Range(0, options.Events / BatchEvents)
            .Select(number => Encoding.UTF8.GetBytes(shop.EventBatch(BatchEvents, start.AddSeconds(number)))).ToArray();

        var next = -1;
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var mine && mine < batches.Length)
            {
                await PostAsync(server, batches[mine], cancellation);
            }
        }));
        var acknowledged = Stopwatch.GetElapsedTime(begin);
        await server.CaughtUpAsync(cancellation);
        var visible = Stopwatch.GetElapsedTime(begin);

        var perSecond = options.Events / acknowledged.TotalSeconds;
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"durable ingest, batches of {BatchEvents}, 8 connections"),
                string.Create(CultureInfo.InvariantCulture, $"{perSecond:n0} events/s"), "> 100 000 events/s", perSecond > 100_000),
            new(
                "the same, until all are in profiles and history",
                string.Create(CultureInfo.InvariantCulture, $"{options.Events / visible.TotalSeconds:n0} events/s")),
        ];
    }

    internal static async Task PostAsync(ServerProcess server, byte[] body, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var answer = await server.Http.PostAsync("v1/events", content, cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
