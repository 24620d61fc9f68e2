using Attune.Embedded;
using Attune.Embedded.Importing;
using Attune.Evaluating.Counterfactual;
using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Operating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Commands;

/// <summary><c>attune import --counterfactual</c>: the ranker and exploration, judged on a real stream by a log of known chances.</summary>
static class CounterfactualCommand
{
    const int Seeds = 3;

    public static async Task<int> RunAsync(ImportSettings settings, EngineSettings engine, bool json, CancellationToken cancellation)
    {
        var events = new List<UserEvent>();
        await using (var source = await ImportSource.OpenAsync(settings, TimeProvider.System, cancellation))
        {
            await foreach (var chunk in source.ReadAsync(cancellation))
            {
                events.AddRange(chunk.Events);
            }
        }

        var tallies = new CounterfactualTallies();
        await ProgressBar.ShowAsync("Judging", !json, async progress =>
        {
            for (var seed = 1; seed <= Seeds; seed++)
            {
                var before = seed - 1;
                await OfSeedAsync(
                    events, engine with { Recommend = engine.Recommend with { Seed = (ulong)seed } }, seed, tallies, played => progress.Report(((before + ((double)played / events.Count)) / Seeds, null)), cancellation);
            }

            return true;
        });
        if (json)
        {
            Output.Json(tallies.ToJson());
        }
        else
        {
            Output.Line(tallies.ToText());
        }

        return ExitCode.Good;
    }

    static async Task OfSeedAsync(
        List<UserEvent> events, EngineSettings engine, int seed, CounterfactualTallies tallies, Action<int> played, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("attune-counterfactual-").FullName;
        try
        {
            var clock = new ReplayClock();
            var unscheduled = engine with { Schedule = new TrainingScheduleSettings { Enabled = false } };
            var ports = await EmbeddedPorts.OpenAsync(scratch, new EmbeddedSettings(), clock, NullLoggerFactory.Instance, cancellation);
            await using (var workspace = await Workspace.OpenAsync("counterfactual", ports, unscheduled, clock, NullLoggerFactory.Instance, cancellation))
            {
                var run = new CounterfactualRun(workspace, clock, new CounterfactualSettings { Seed = seed }, tallies);
                await run.RunAsync(events, played, cancellation);
            }

            tallies.EndSeed();
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
