using Attune.Embedded;
using Attune.Evaluating.Replaying;
using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Operating;
using Attune.Simulating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Commands;

/// <summary><c>attune simulate --truth</c>: simulated shops through engines in scratch directories, and how near their lists came to the ideal.</summary>
static class TruthCommand
{
    static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static async Task<int> RunAsync(EngineSettings settings, int seed, int lives, bool json, CancellationToken cancellation)
    {
        var life = new LifeSettings();
        var (measured, lived) = await ProgressBar.ShowAsync("Simulating", !json, async progress =>
        {
            var policies = lives == 0 ? [] : LifePolicy.All;
            var runs = 1.0 + (policies.Count * lives);
            var measured = await InEngineAsync(
                settings, new ShopSettings { Seed = seed }, filled => new TruthRun(filled, new TruthSettings()).RunAsync(cancellation), cancellation);
            var results = new List<LifeResult>();
            foreach (var policy in policies)
            {
                for (var n = 0; n < lives; n++)
                {
                    progress.Report(((1 + results.Count) / runs, policy.Name));
                    var shop = life.Shop with { Seed = seed + n };
                    results.Add(await InEngineAsync(settings, shop, filled => new LifeRun(filled, policy, life).RunAsync(cancellation), cancellation));
                }
            }

            return (measured, new LifeReport(results, life.Steps));
        });
        if (json)
        {
            var said = measured.ToJson();
            said["lives"] = lived.ToJson();
            Output.Json(said);
            return ExitCode.Good;
        }

        Output.Line(measured.ToText());
        if (lived.Results.Count > 0)
        {
            Output.Line(lived.ToText());
        }

        return ExitCode.Good;
    }

    static async Task<T> InEngineAsync<T>(EngineSettings settings, ShopSettings shop, Func<FilledShop, Task<T>> run, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("attune-truth-").FullName;
        try
        {
            var clock = new ReplayClock();
            clock.MoveTo(Start);
            var engine = settings with
            {
                Schedule = new TrainingScheduleSettings { Enabled = false },
                Recommend = settings.Recommend with { Seed = 1 },
            };
            var ports = await EmbeddedPorts.OpenAsync(scratch, new EmbeddedSettings(), clock, NullLoggerFactory.Instance, cancellation);
            await using var workspace = await Workspace.OpenAsync("truth", ports, engine, clock, NullLoggerFactory.Instance, cancellation);
            return await run(new FilledShop(workspace, new ShopSimulator(shop, Start), clock));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
