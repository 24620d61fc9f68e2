using System.Runtime.CompilerServices;
using Attune.Embedded;
using Attune.Embedded.Importing;
using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Operating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Commands;

/// <summary><c>attune import --replay</c>: two engines in a scratch directory, the stream through both, and what living in it was worth.</summary>
static class ReplayCommand
{
    public static async Task<int> RunAsync(
        ImportSettings settings, EngineSettings engine, ReplaySettings replay, bool json, CancellationToken cancellation)
    {
        await using var source = await ImportSource.OpenAsync(settings, TimeProvider.System, cancellation);
        var scratch = Directory.CreateTempSubdirectory("attune-replay-").FullName;
        try
        {
            var clock = new ReplayClock();
            var workspaces = new WorkspaceSet(
                (name, opening) => EmbeddedPorts.OpenAsync(Path.Combine(scratch, name), new EmbeddedSettings(), clock, NullLoggerFactory.Instance, opening),
                engine with { Schedule = new TrainingScheduleSettings { Enabled = false } },
                clock,
                NullLoggerFactory.Instance);
            await using (workspaces)
            {
                var run = new ReplayRun(
                    await workspaces.GetAsync("live", cancellation), await workspaces.GetAsync("frozen", cancellation), clock, replay);
                var report = await ProgressBar.ShowAsync("Replaying", !json, progress => run.RunAsync(
                    EventsOf(source, cancellation), replayed => progress.Report(((double)replayed / source.RowsTotal, null)), cancellation));
                if (json)
                {
                    Output.Json(report.ToJson());
                }
                else
                {
                    Output.Line(report.ToText());
                }
            }

            return ExitCode.Good;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    static async IAsyncEnumerable<UserEvent> EventsOf(ImportSource source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var chunk in source.ReadAsync(cancellation))
        {
            foreach (var happened in chunk.Events)
            {
                yield return happened;
            }
        }
    }
}
