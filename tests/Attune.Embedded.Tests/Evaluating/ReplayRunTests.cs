using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Operating;
using Attune.Simulating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Tests.Evaluating;

/// <summary>A replay over the embedded ports, on a small simulated shop.</summary>
public sealed class ReplayRunTests
{
    [Fact]
    public async Task Both_engines_are_asked_the_same_questions_after_the_first_training()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var clock = new ReplayClock();
        await using var workspaces = new WorkspaceSet(
            (name, opening) => EmbeddedPorts.OpenAsync(
                Path.Combine(folder.Path, name), new EmbeddedSettings(), clock, NullLoggerFactory.Instance, opening),
            new EngineSettings
            {
                Schedule = new TrainingScheduleSettings { Enabled = false },
                Training = new TrainingSettings { Factors = 16, Sweeps = 4, PrecomputedUsers = 0 },
            },
            clock,
            NullLoggerFactory.Instance);
        var shop = new ShopSimulator(
            new ShopSettings { Items = 200, Shoppers = 150, HistoryEvents = 6_000 }, new EventTime(1_700_000_000L * EventTime.MicrosPerSecond));
        var run = new ReplayRun(
            await workspaces.GetAsync("live", cancellation),
            await workspaces.GetAsync("frozen", cancellation),
            clock,
            new ReplaySettings { WarmUp = 2_000, RetrainEvery = 10_000, AskedOfThousand = 100 });

        var report = await run.RunAsync(shop.History().ToAsyncEnumerable(), null, cancellation);

        Assert.Equal(1, report.Trainings);
        Assert.True(report.All!.Questions > 30, report.ToText());
        Assert.Equal(report.All.Questions, report.Steps.Sum(step => step.Questions));
        Assert.Equal(report.All.Live.Mean, report.Steps.Sum(step => step.LiveHits) / (double)report.All.Questions, 1e-9);
        Assert.Equal(report.All.Frozen.Mean, report.Steps.Sum(step => step.FrozenHits) / (double)report.All.Questions, 1e-9);
        Assert.True(report.All.Frozen.Mean > 0.1, report.ToText());
    }
}
