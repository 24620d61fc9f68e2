using Attune.Evaluating.Counterfactual;
using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Operating;
using Attune.Simulating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Tests.Evaluating;

/// <summary>A counterfactual run over the embedded ports, on a small simulated shop.</summary>
public sealed class CounterfactualRunTests
{
    [Fact]
    public async Task The_estimates_from_the_log_agree_with_what_the_lists_would_have_brought()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var clock = new ReplayClock();
        var ports = await EmbeddedPorts.OpenAsync(folder.Path, new EmbeddedSettings(), clock, NullLoggerFactory.Instance, cancellation);
        var engine = new EngineSettings
        {
            Schedule = new TrainingScheduleSettings { Enabled = false },
            Training = new TrainingSettings { Factors = 16, Sweeps = 4, PrecomputedUsers = 0 },
            Recommend = new() { Seed = 1 },
        };
        await using var workspace = await Workspace.OpenAsync("run", ports, engine, clock, NullLoggerFactory.Instance, cancellation);
        var shop = new ShopSimulator(
            new ShopSettings { Items = 200, Shoppers = 150, HistoryEvents = 6_000 }, new EventTime(1_700_000_000L * EventTime.MicrosPerSecond));
        var tallies = new CounterfactualTallies();
        var settings = new CounterfactualSettings { WarmUp = 2_000, Questions = 300, Draws = 2, Candidates = 10, Places = 3 };

        await new CounterfactualRun(workspace, clock, settings, tallies).RunAsync([.. shop.History()], null, cancellation);
        tallies.EndSeed();

        var report = tallies.ToJson();
        Assert.True(tallies.Questions > 200, tallies.ToText());
        var weights = workspace.Live.Overlay.Outcomes.Weights;
        Assert.True(weights.Outcomes > 2 * tallies.Questions, $"Learned from {weights.Outcomes} places of {tallies.Questions} lists.");
        foreach (var row in report["all"]!.AsArray().Skip(1))
        {
            double Of(string estimate, string part) => row![estimate]![part]!.GetValue<double>();
            Assert.InRange(Of("truth", "mean"), 0.01, 1);
            // A chance in a thousand, three standard errors: the run is the same each time.
            var error = (Of("snips", "high") - Of("snips", "low")) / 3.92;
            Assert.InRange(Of("snips", "mean") - Of("truth", "mean"), -3.3 * error, 3.3 * error);
        }
    }
}
