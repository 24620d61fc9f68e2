using System.Globalization;

namespace Attune.Load.Scenarios;

/// <summary>
/// Personalised top 20 with a filter, open loop at a fixed rate, latency from the instant each request was due; then at a
/// twelfth of the rate, to see what twelve times the users cost.
/// </summary>
sealed class Recommending(SyntheticShop shop) : IScenario
{
    public string Name => "recommend";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var random = new Random(2);
        var paths = Enumerable.Range(0, 20_000).Select(_ => PathFor(random)).ToArray();
        await OpenLoop.RunAsync(options.Rate, TimeSpan.FromSeconds(5), Ask, cancellation);

        var few = await OpenLoop.RunAsync(options.Rate / 12.0, options.Duration, Ask, cancellation);
        var before = server.ProcessorTime;
        var many = await OpenLoop.RunAsync(options.Rate, options.Duration, Ask, cancellation);
        var processor = (server.ProcessorTime - before).TotalMicroseconds / Math.Max(1, many.Latencies.Count);

        var p99 = many.Latencies.At(99);
        var growth = many.Latencies.At(95) / few.Latencies.At(95);
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"top 20 of {options.Items:n0} items with a filter at {options.Rate:n0} requests/s: p50 / p99 / p99.9"),
                string.Create(CultureInfo.InvariantCulture, $"{many.Latencies.At(50):0.00} / {p99:0.00} / {many.Latencies.At(99.9):0.00} ms, {many.Failures} failed"),
                "p99 < 5 ms", p99 < 5 && many.Failures == 0),
            new("processor time a recommendation, server", string.Create(CultureInfo.InvariantCulture, $"{processor:0} µs")),
            new(
                string.Create(CultureInfo.InvariantCulture, $"p95 at {options.Rate:n0} requests/s against a twelfth of it"),
                string.Create(CultureInfo.InvariantCulture, $"{many.Latencies.At(95):0.00} ms / {few.Latencies.At(95):0.00} ms = {growth:0.00} x"), "< 2 x", growth < 2),
        ];

        async Task<bool> Ask(int number, CancellationToken cancelled)
        {
            using var answer = await server.Http.GetAsync(paths[number % paths.Length], cancelled);
            await answer.Content.CopyToAsync(Stream.Null, cancelled);
            return answer.IsSuccessStatusCode;
        }
    }

    string PathFor(Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"v1/users/u{random.Next(shop.Users)}/recommendations?count=20&filter=item.price%20%3C%20{50 + (10 * random.Next(10))}%20%26%26%20item.inStock");
}
