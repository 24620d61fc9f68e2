using System.Globalization;
using Attune.Load.Scenarios;

namespace Attune.Load.Telemetry;

/// <summary><c>bench/telemetry</c>: the same questions to two servers over copies of the same data, with telemetry and without, by turns.</summary>
/// <remarks>
/// In each round both servers are started anew, since two processes of one build differ by some per cent for their whole life. Within
/// a round they are asked in short stretches, on off off on and off on on off: a machine that slows down meets both alike. The rate keeps
/// the processors at work: a server that sleeps between two questions pays for waking up, which differs more than what is looked for.
/// </remarks>
static class TelemetryRun
{
    const int QuadsOfRound = 8;
    const int WarmingBursts = 4;

    static readonly TimeSpan Burst = TimeSpan.FromSeconds(8);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock, CancellationToken cancellation)
    {
        var options = LoadOptions.Parse(arguments, new LoadOptions { Rate = 2_000, Repeats = 4, Duration = TimeSpan.FromSeconds(3) });
        var shop = new SyntheticShop(options.Items, options.Users, options.Categories, seed: 1);
        var random = new Random(2);
        var questions = Enumerable.Range(0, 20_000).Select(_ => shop.Question(random)).ToArray();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "attune-" + Path.GetRandomFileName())).FullName;
        var comparison = new Comparison();
        long traced;
        try
        {
            await using var sink = SpanSink.Start();
            var (with, without) = (Path.Combine(folder, "on"), Path.Combine(folder, "off"));
            await FillAsync(with, shop, options, clock, cancellation);
            Copy(with, without);
            for (var round = 0; round < options.Repeats; round++)
            {
                await using var on = await ServerProcess.StartAsync(Arm.On(folder, sink), with, cancellation);
                await using var off = await ServerProcess.StartAsync(Arm.Off(folder), without, cancellation);
                await CheckAsync(on, off, cancellation);
                await RoundAsync(on, off, round, comparison, questions, options, cancellation);
                await on.StopAsync(cancellation);
                await off.StopAsync(cancellation);
            }

            traced = sink.TraceBytes;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (traced == 0)
        {
            throw new InvalidOperationException("No trace came to the collector: what was measured is not telemetry.");
        }

        var question = string.Create(
            CultureInfo.InvariantCulture, $"a recommendation (top 20 of {options.Items:n0} items with a filter, {options.Rate:n0}/s)");
        List<Measurement> rows =
        [
            .. comparison.Rows(question),
            new("what was compared", string.Create(
                CultureInfo.InvariantCulture,
                $"{comparison.Quads} times two stretches of {options.Duration.TotalSeconds:0} s each, {options.Repeats} starts of both servers; {traced / 1e6:0.0} MB of traces sent; load average {MachineLoad.Now:0.0}")),
        ];
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
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "attune.json"), """{"schedule":{"enabled":false}}""", cancellation);
        await using var server = await ServerProcess.StartAsync(ServerProcess.Executable, data, cancellation);
        foreach (IScenario part in (IScenario[])[new BatchedIngest(shop, clock), new Training()])
        {
            foreach (var row in await part.RunAsync(server, options, cancellation))
            {
                Console.Error.WriteLine($"{row.What}: {row.Figure}");
            }
        }

        await server.StopAsync(cancellation);
    }

    // A comparison of a server with itself would look splendid.
    static async Task CheckAsync(ServerProcess on, ServerProcess off, CancellationToken cancellation)
    {
        foreach (var (server, isOn) in ((ServerProcess, bool)[])[(on, true), (off, false)])
        {
            var told = await server.Http.GetStringAsync("metrics", cancellation);
            if (told.Contains("attune_", StringComparison.Ordinal) != isOn)
            {
                throw new InvalidOperationException($"The server {(isOn ? "with" : "without")} telemetry tells {told.Length} characters of metrics.");
            }
        }
    }

    static async Task RoundAsync(
        ServerProcess on, ServerProcess off, int round, Comparison comparison, string[] questions, LoadOptions options, CancellationToken cancellation)
    {
        await WarmAsync(off, isScraped: false, questions, options, cancellation);
        await WarmAsync(on, isScraped: true, questions, options, cancellation);
        var first = 0;
        for (var quad = 0; quad < QuadsOfRound; quad++)
        {
            var (with, without) = (new List<Block>(), new List<Block>());
            var isOnFirst = (round + quad) % 2 == 0;
            foreach (var isOn in (bool[])[isOnFirst, !isOnFirst, !isOnFirst, isOnFirst])
            {
                // Both are asked the same: their first stretches, then their second ones.
                var side = isOn ? with : without;
                var block = await Block.RunAsync(
                    isOn ? on : off, questions, first + (side.Count * (int)(options.Rate * options.Duration.TotalSeconds)), options, isScraped: isOn, cancellation);
                side.Add(block);
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}, {(isOn ? "on " : "off")}: {block.Processor:0} µs, {block.Median:0.00} / {block.Tail:0.00} ms, {block.Failures} failed"));
            }

            first += 2 * (int)(options.Rate * options.Duration.TotalSeconds);
            comparison.Add([.. with], [.. without]);
        }
    }

    // What runs often is compiled again, beside the answers, only while nothing new is met: so there is more of it than is measured
    // and a pause after it. The server that tells more has more to compile; that is a matter of its first minute.
    static async Task WarmAsync(ServerProcess server, bool isScraped, string[] questions, LoadOptions options, CancellationToken cancellation)
    {
        for (var burst = 0; burst < WarmingBursts; burst++)
        {
            await Block.RunAsync(server, questions, 0, options with { Duration = Burst }, isScraped, cancellation);
            await Task.Delay(Pause, cancellation);
        }
    }

    static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
