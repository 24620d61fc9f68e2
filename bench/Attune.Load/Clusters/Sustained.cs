using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary>
/// Twenty million events a day, as a rate: the day's mean, at first with one and then with twelve times the questions; its peak of five
/// times the mean, and three times that peak for long, with questions all the while.
/// </summary>
static class Sustained
{
    const double Mean = 20_000_000 / 86_400.0;
    const double Questions = 25;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(Rig rig, TimeSpan peak, CancellationToken cancellation)
    {
        var rows = new List<Measurement> { await FreshnessAsync(rig, cancellation) };
        var quiet = await rig.Traffic.RunAsync(Mean, Questions, TimeSpan.FromSeconds(30), cancellation);
        rows.Add(Row("a day's mean", Mean, Questions, quiet, null));
        // Beside the questions it is compared with, and not in what the long peak leaves the servers to do.
        var many = await rig.Traffic.RunAsync(Mean, Questions * 12, TimeSpan.FromSeconds(30), cancellation);
        var growth = many.Questions.Latencies.At(95) / quiet.Questions.Latencies.At(95);
        rows.Add(Row("twelve times the questions", Mean, Questions * 12, many, null));
        rows.Add(new("p95 of twelve times the questions against one", string.Create(CultureInfo.InvariantCulture, $"{growth:0.00} x"), "< 2 x", growth < 2));

        rows.Add(Row("five times the mean", Mean * 5, Questions, await rig.Traffic.RunAsync(Mean * 5, Questions, TimeSpan.FromSeconds(30), cancellation), null));

        // The lag is looked at all through the long peak: it must not grow.
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lags = WatchAsync(rig, watching.Token);
        var hard = await rig.Traffic.RunAsync(Mean * 15, Questions, peak, cancellation);
        await watching.CancelAsync();
        var seen = await lags;
        rows.Add(Row(string.Create(CultureInfo.InvariantCulture, $"three times that peak for {peak.TotalMinutes:0.#} minutes"), Mean * 15, Questions, hard, "none failed"));
        var (early, late) = (Median(seen.Take(seen.Count / 2)), Median(seen.Skip(seen.Count / 2)));
        rows.Add(new(
            "events behind, profiles, median of the first and second half of it",
            string.Create(CultureInfo.InvariantCulture, $"{early:n0} and {late:n0}"), "no growth", late <= Math.Max(early * 2, Mean * 15)));

        var behind = await rig.SettleAsync(cancellation);
        rows.Add(new("caught up after it", string.Create(CultureInfo.InvariantCulture, $"{behind.TotalSeconds:0.0} s")));
        rows.Add(await Verdict.OfAsync(rig, cancellation));
        return rows;
    }

    // From the acknowledgement of an event to an answer that knows it: the answer waits for it.
    static async Task<Measurement> FreshnessAsync(Rig rig, CancellationToken cancellation)
    {
        var latencies = new Latencies();
        for (var round = 0; round < 400; round++)
        {
            latencies.Add(await rig.Traffic.FreshAsync(cancellation));
        }

        return new(
            "event acknowledged to in the next answer, another node's: p50 / p99",
            string.Create(CultureInfo.InvariantCulture, $"{latencies.At(50):0.0} / {latencies.At(99):0.0} ms"), "p99 < 250 ms", latencies.At(99) < 250);
    }

    static async Task<List<long>> WatchAsync(Rig rig, CancellationToken cancellation)
    {
        var seen = new List<long>();
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(1_000, cancellation);
                seen.Add((await rig.LagAsync(cancellation)).Live);
            }
        }
        catch (OperationCanceledException)
        {
            // The peak has ended.
        }

        return seen;
    }

    static long Median(IEnumerable<long> values) => values.Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : 0;

    static Measurement Row(string what, double events, double questions, (OpenLoop.Outcome Events, OpenLoop.Outcome Questions) run, string? bar) => new(
        string.Create(CultureInfo.InvariantCulture, $"{what}: {events:n0} events/s, {questions:0} questions/s; questions p50 / p95 / p99, failed of both"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Questions.Latencies.At(50):0.0} / {run.Questions.Latencies.At(95):0.0} / {run.Questions.Latencies.At(99):0.0} ms, {run.Questions.Failures} and {run.Events.Failures}, load average {MachineLoad.Now:0.0}"),
        bar ?? "", bar is null ? null : run.Questions.Failures + run.Events.Failures == 0);
}
