using System.Globalization;
using Attune.Load.Scenarios;

namespace Attune.Load.Telemetry;

/// <summary><c>bench/telemetry</c>: the same server asked the same all the while, with telemetry and without, by turns.</summary>
/// <remarks>
/// Two processes of one build differ by some per cent for their whole life, more than what is looked for. So it is one process in which
/// telemetry is switched on and off every nine seconds, on off off on and off on on off: a machine that slows down meets both alike. Who
/// asks is another process, at a fixed rate that keeps the processors at work; what is measured is the server's processor time.
/// </remarks>
static class TelemetryRun
{
    static readonly TimeSpan Warming = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock, CancellationToken cancellation)
    {
        var options = LoadOptions.Parse(arguments, new LoadOptions { Rate = 2_000, Repeats = 24, Duration = TimeSpan.FromSeconds(9) });
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "attune-" + Path.GetRandomFileName())).FullName;
        var (ratios, noise, on, off) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        Asker.Outcome asked;
        long sent;
        try
        {
            await FillAsync(folder, new SyntheticShop(options.Items, options.Users, options.Categories, seed: 1), options, clock, cancellation);
            await using var sink = SpanSink.Start();
            await using var server = await SwitchedServer.StartAsync(folder, sink.Address, cancellation);
            await using var asker = Asker.Start(server.Address, options, Warming + (options.Duration * 4 * (options.Repeats + 1) * 1.2));
            await server.MeasureAsync(isOn: true, Warming, options.Rate, cancellation);
            for (var quad = 0; quad < options.Repeats; quad++)
            {
                var stretches = new Dictionary<bool, List<double>> { [true] = [], [false] = [] };
                var first = quad % 2 == 0;
                foreach (var isOn in (bool[])[first, !first, !first, first])
                {
                    stretches[isOn].Add(await server.MeasureAsync(isOn, options.Duration, options.Rate, cancellation));
                }

                ratios.Add(stretches[true].Sum() / stretches[false].Sum());
                noise.Add(stretches[false][1] / stretches[false][0]);
                on.AddRange(stretches[true]);
                off.AddRange(stretches[false]);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{quad + 1} of {options.Repeats}: {stretches[true].Average():0} / {stretches[false].Average():0} µs"));
            }

            asked = await asker.EndAsync(cancellation);
            sent = sink.TraceBytes;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (sent == 0)
        {
            throw new InvalidOperationException("No trace came to the collector: what was measured is not telemetry.");
        }

        var rows = TelemetryRows.Of(options, ratios, noise, on, off, asked, sent);
        var report = Report.Render(rows, "bench/telemetry " + string.Join(' ', arguments), clock.GetUtcNow(), "# What telemetry costs");
        Console.Write(report);
        if (options.Out is { } file)
        {
            await File.WriteAllTextAsync(file, report, cancellation);
        }

        return rows.Exists(row => row.Met == false) ? 1 : 0;
    }

    static async Task FillAsync(string data, SyntheticShop shop, LoadOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(data, "attune.json"), """{"schedule":{"enabled":false}}""", cancellation);
        await using var server = await ServerProcess.StartAsync(ServerProcess.Executable, data, cancellation);
        foreach (IScenario part in (IScenario[])[new BatchedIngest(shop, clock), new Scenarios.Training()])
        {
            foreach (var row in await part.RunAsync(server, options, cancellation))
            {
                Console.Error.WriteLine($"{row.What}: {row.Figure}");
            }
        }

        await server.StopAsync(cancellation);
    }
}
