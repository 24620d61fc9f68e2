using System.Globalization;
using System.Text;

namespace Attune.Load.Scenarios;

/// <summary>One event a request from 128 callers: what group commit makes of requests that each wait for an fsync.</summary>
sealed class SingleIngest(SyntheticShop shop, TimeProvider clock) : IScenario
{
    const int Callers = 128;

    public string Name => "single";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var random = new Random(1);
        var bodies = Enumerable.Range(0, 200_000)
            .Select(_ => Encoding.UTF8.GetBytes(shop.Event(random.Next(shop.Users), clock.GetUtcNow()))).ToArray();
        var next = -1;
        var (done, elapsed) = await OpenLoop.SaturateAsync(
            Callers,
            TimeSpan.FromSeconds(Math.Min(10, options.Duration.TotalSeconds)),
            async (_, cancelled) =>
            {
                await BatchedIngest.PostAsync(server, bodies[Interlocked.Increment(ref next) % bodies.Length], cancelled);
                return 1;
            },
            cancellation);

        var perSecond = done / elapsed.TotalSeconds;
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"durable ingest, one event a request, {Callers} callers"),
                string.Create(CultureInfo.InvariantCulture, $"{perSecond:n0} requests/s"), "> 5 000 requests/s", perSecond > 5_000),
        ];
    }
}
