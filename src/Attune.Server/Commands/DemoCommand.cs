using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Attune.Client;
using Attune.Server.Commands.Shop;
using Attune.Server.Hosting;
using Attune.Simulating;

namespace Attune.Server.Commands;

/// <summary>
/// <c>attune demo</c>: a server with a simulated shop. Fills it through the public interface at the first start, trains,
/// shows a list changing, and lets shoppers arrive until Ctrl-C. A second start reuses the data directory.
/// </summary>
static class DemoCommand
{
    const double VisitsPerSecond = 1;
    static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    public static Verb Create()
    {
        var data = new Option<string>("--data") { Description = "The demo's own data directory.", DefaultValueFactory = _ => "./data-demo" };
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1.", DefaultValueFactory = _ => 8080 };
        var seconds = new Option<double>("--seconds") { Description = "How long shoppers keep arriving; 0 until Ctrl-C.", DefaultValueFactory = _ => 0 };
        var command = new Verb(
            "demo",
            "Start a server with a simulated shop and watch recommendations change.",
            "attune demo",
            "attune demo --data ./shop --port 9000 --seconds 60") { data, port, seconds };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(data), parsed.GetValue(port), Output.Duration(parsed.GetValue(seconds)), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string data, int port, TimeSpan duration, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();

        // The demo trains when the shop is filled, and from then on as any server would.
        await using var server = await AttuneServer.StartAsync(new ServerOptions { Data = data, Port = port }, cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        var client = new AttuneClient(http, new AttuneClientOptions { TryTimeout = TimeSpan.FromMinutes(1) });
        try
        {
            var shop = await OpenShopAsync(client, data, cancellation);
            await new DemoTour(client, shop, server.Address).ShowAsync(Stopwatch.GetElapsedTime(began), cancellation);
            await KeepShoppersComingAsync(new LiveShoppers(client, shop, TimeProvider.System), duration, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C, at whatever step.
        }

        Output.Line();
        Output.Line($"Stopped. The shop stays in {Path.GetFullPath(data)}; the next start takes it up again.");
        return ExitCode.Good;
    }

    static async Task<ShopSimulator> OpenShopAsync(AttuneClient client, string data, CancellationToken cancellation)
    {
        var (plan, isNew) = ShopPlan.Of(data, new ShopSettings(), TimeProvider.System);
        var shop = plan.Draw();
        if (isNew)
        {
            await ShopOpening.FillAsync(client, shop, plan, data, shown: true, cancellation);
        }
        else
        {
            Output.Note($"Taking up the shop in {Path.GetFullPath(data)}.");
        }

        if (isNew || (await client.StatusAsync(cancellation)).Generation == 0)
        {
            var job = await ShopOpening.TrainAsync(client, TimeProvider.System.GetUtcNow(), shown: true, cancellation);
            Output.Line(job.Outcome ?? job.State);
        }

        return shop;
    }

    static async Task KeepShoppersComingAsync(LiveShoppers shoppers, TimeSpan duration, CancellationToken cancellation)
    {
        Output.Line("Shoppers keep arriving. Ctrl-C stops.");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (duration > TimeSpan.Zero)
        {
            ending.CancelAfter(duration);
        }

        var arriving = shoppers.RunAsync(VisitsPerSecond, ending.Token);
        while (await Task.WhenAny(arriving, Task.Delay(ReportEvery, CancellationToken.None)) != arriving)
        {
            Report(shoppers);
        }

        Report(shoppers);
        try
        {
            await arriving;
        }
        catch (OperationCanceledException)
        {
            // The time asked for is over, or Ctrl-C.
        }
    }

    static void Report(LiveShoppers shoppers)
    {
        var (events, lists, clicks, purchases) = shoppers.Totals;
        Output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  {events,6:n0} events, {lists,5:n0} lists shown, {clicks,5:n0} clicked ({clicks / (double)Math.Max(1, lists):p0}), {purchases,4:n0} bought from a list"));
    }
}
