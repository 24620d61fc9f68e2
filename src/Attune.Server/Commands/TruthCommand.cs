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

    public static async Task<int> RunAsync(EngineSettings settings, int seed, int lives, CancellationToken cancellation)
    {
        var measured = await InEngineAsync(
            settings, new ShopSettings { Seed = seed }, filled => new TruthRun(filled, new TruthSettings()).RunAsync(cancellation), cancellation);
        Output.Line(measured.ToText());
        var life = new LifeSettings();
        var results = new List<LifeResult>();
        foreach (var policy in lives == 0 ? [] : LifePolicy.All)
        {
            for (var n = 0; n < lives; n++)
            {
                var shop = life.Shop with { Seed = seed + n };
                results.Add(await InEngineAsync(settings, shop, filled => new LifeRun(filled, policy, life).RunAsync(cancellation), cancellation));
            }
        }

        if (results.Count > 0)
        {
            Output.Line(new LifeReport(results, life.Steps).ToText());
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
