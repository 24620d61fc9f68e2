using Attune.Embedded;
using Attune.Evaluating.Replaying;
using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Operating;
using Attune.Simulating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Commands;

/// <summary><c>attune simulate --truth</c>: a simulated shop through an engine in a scratch directory, and how near its lists came to the ideal.</summary>
static class TruthCommand
{
    static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static async Task<int> RunAsync(EngineSettings settings, int seed, CancellationToken cancellation)
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
            var shop = new ShopSimulator(new ShopSettings { Seed = seed }, Start);
            var report = await new TruthRun(new FilledShop(workspace, shop, clock), new TruthSettings()).RunAsync(cancellation);
            Output.Line(report.ToText());
            return ExitCode.Good;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
