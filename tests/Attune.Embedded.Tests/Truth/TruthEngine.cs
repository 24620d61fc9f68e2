using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending;
using Attune.Simulating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Tests.Truth;

/// <summary>An engine over the real ports in a directory, in simulated time.</summary>
static class TruthEngine
{
    public static EventTime Start { get; } = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static ReplayClock Clock()
    {
        var clock = new ReplayClock();
        clock.MoveTo(Start);
        return clock;
    }

    /// <summary>A shop small enough to fill in a second.</summary>
    public static ShopSimulator SmallShop() =>
        new(new ShopSettings { Seed = 5, Items = 280, Shoppers = 200, HistoryEvents = 8_000 }, Start);

    public static async Task<Workspace> OpenAsync(string directory, TimeProvider clock, RecommendSettings? recommend = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var settings = new EngineSettings
        {
            Schedule = new TrainingScheduleSettings { Enabled = false },
            Recommend = (recommend ?? new()) with { Seed = 1 },
        };
        var ports = await EmbeddedPorts.OpenAsync(directory, new EmbeddedSettings(), clock, NullLoggerFactory.Instance, cancellation);
        var workspace = await Workspace.OpenAsync("truth", ports, settings, clock, NullLoggerFactory.Instance, cancellation);
        await workspace.Live.CaughtUp.WaitAsync(cancellation);
        return workspace;
    }

    public static async Task<Recommendation> AskAsync(Workspace workspace, RecommendationRequest request) =>
        Assert.IsType<RecommendOutcome.Answered>(await workspace.Recommender.RecommendAsync(
            request with { After = workspace.LogEnd, Deadline = RecommendationRequest.MaxDeadline }, TestContext.Current.CancellationToken)).Recommendation;
}
