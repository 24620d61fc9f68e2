using System.Globalization;

namespace Attune.Load.Scenarios;

/// <summary>
/// Personalised top 20 with a filter, open loop at a fixed rate, latency from the instant each request was due; the same with
/// every rule of a scenario on, and what each stage of those answers costs; then at a twelfth of the rate, to see what twelve
/// times the users cost; then while a training runs. Each is taken several times; the run with the median is reported, and the
/// machine's load beside it.
/// </summary>
sealed class Recommending(SyntheticShop shop) : IScenario
{
    const string Ruled = "everything-on";

    public string Name => "recommend";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var random = new Random(2);
        var paths = Enumerable.Range(0, 20_000).Select(_ => shop.Question(random)).ToArray();
        var scenario = "";
        await server.PutAsync($"v1/scenarios/{Ruled}", Rules, cancellation);
        await TeachAsync(server, paths.Take(300), cancellation);
        await OpenLoop.RunAsync(options.Rate, TimeSpan.FromSeconds(5), Ask, cancellation);

        var few = new List<Run>();
        var many = new List<Run>();
        var ruled = new List<Run>();
        var stages = new List<StageCosts>();
        var training = new List<Run>();
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            few.Add(await RunAsync(options.Rate / 12.0));
            many.Add(await RunAsync(options.Rate));
            scenario = "&scenario=" + Ruled;
            var before = await StageCosts.ReadAsync(server, cancellation);
            ruled.Add(await RunAsync(options.Rate));
            stages.Add((await StageCosts.ReadAsync(server, cancellation)).Since(before));
            scenario = "";
            var job = await server.PostAsync("v1/jobs", """{"kind":"train"}""", cancellation);
            training.Add(await RunAsync(options.Rate));
            await server.CancelAsync(job, cancellation);
        }

        var seldom = Median(few, run => run.Latencies.At(95));
        var often = Median(many, run => run.Latencies.At(95));
        var growth = often.Latencies.At(95) / seldom.Latencies.At(95);
        var question = string.Create(CultureInfo.InvariantCulture, $"top 20 of {options.Items:n0} items with a filter at {options.Rate:n0} requests/s");
        var typical = Median(many, run => run.Latencies.At(99));
        return
        [
            Row(question, many, "p99 < 5 ms", run => run.Latencies.At(99) < 5 && run.Failures == 0),
            new("processor time a recommendation, server", Processor(typical)),
            Row($"{question}, boosts, caps, least share, pin, diversity, calibration, rotation, exploration and ranker on", ruled, "p99 < 5 ms", run => run.Latencies.At(99) < 5 && run.Failures == 0),
            new("processor time a recommendation with all of that, server", Processor(Median(ruled, run => run.Latencies.At(99)))),
            .. stages[stages.Count / 2].Rows(),
            new(
                string.Create(CultureInfo.InvariantCulture, $"p95 at {options.Rate:n0} requests/s against a twelfth of it"),
                string.Create(CultureInfo.InvariantCulture, $"{often.Latencies.At(95):0.00} ms / {seldom.Latencies.At(95):0.00} ms = {growth:0.00} x"), "< 2 x", growth < 2),
            Row($"{question} while a training runs", training),
        ];

        async Task<bool> Ask(int number, CancellationToken cancelled)
        {
            using var answer = await server.Http.GetAsync(paths[number % paths.Length] + scenario, cancelled);
            await answer.Content.CopyToAsync(Stream.Null, cancelled);
            return answer.IsSuccessStatusCode;
        }

        async Task<Run> RunAsync(double rate)
        {
            var before = server.ProcessorTime;
            var outcome = await OpenLoop.RunAsync(rate, options.Duration, Ask, cancellation);
            var run = new Run(outcome.Latencies, outcome.Failures, server.ProcessorTime - before, MachineLoad.Now);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at {rate:0}/s: {run}"));
            return run;
        }
    }

    // A ranker that knows of no outcome has nothing to say, and costs nothing: the second item of each of these lists is clicked.
    static async Task TeachAsync(ServerProcess server, IEnumerable<string> paths, CancellationToken cancellation)
    {
        var clicks = new List<string>();
        foreach (var path in paths)
        {
            var answer = await server.GetAsync($"{path}&scenario={Ruled}", cancellation);
            var (id, items, user) = (answer.GetProperty("recommendationId").GetString(), answer.GetProperty("items"), path.Split('/')[2]);
            if (items.GetArrayLength() > 1)
            {
                clicks.Add($$"""{"type":"click","userId":"{{user}}","itemId":"{{items[1].GetProperty("id").GetString()}}","recommendationId":"{{id}}"}""");
            }
        }

        await server.PostAsync("v1/events", $"[{string.Join(',', clicks)}]", cancellation);
    }

    // Everything a scenario can ask for, on properties the synthetic shop has.
    const string Rules = """
        {"filter":"item.price < 180","boosts":[{"when":"item.price < 30","factor":1.3},{"when":"item.price > 150","factor":0.7}],
         "caps":[{"property":"categories","most":3,"window":10}],"shares":[{"when":"item.price < 60","least":0.2}],
         "pins":[{"itemId":"i1","position":5}],"diversity":0.3,"calibration":0.2,"rotation":{"after":5,"factor":0.5,"rest":24},
         "newItemShare":0.1,"exploration":0.05}
        """;

    static string Processor(Run run) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Processor.TotalMicroseconds / Math.Max(1, run.Latencies.Count):0} µs");

    static Measurement Row(string what, List<Run> runs, string bar = "", Func<Run, bool>? met = null)
    {
        var run = Median(runs, run => run.Latencies.At(99));
        return new($"{what}: p50 / p99 / p99.9, median of {runs.Count}", run.ToString(), bar, met?.Invoke(run));
    }

    static Run Median(List<Run> runs, Func<Run, double> by) => runs.OrderBy(by).ElementAt(runs.Count / 2);

    sealed record Run(Latencies Latencies, int Failures, TimeSpan Processor, double Load)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Latencies.At(50):0.00} / {Latencies.At(99):0.00} / {Latencies.At(99.9):0.00} ms, {Failures} failed, load average {Load:0.0}");
    }
}
