using Attune.Evaluating.Truth;
using Attune.Simulating;

namespace Attune.Embedded.Tests.Truth;

/// <summary>The engine over the real ports, held against what the simulator's shoppers really like. bench/results/truth.md has the whole table.</summary>
public sealed class TruthRunTests(TruthRunTests.Run run) : IClassFixture<TruthRunTests.Run>
{
    TruthReport Report => run.Report;

    [Fact]
    public void Lists_for_known_shoppers_reach_more_than_half_of_the_ideal_and_beat_popularity_and_chance()
    {
        Assert.InRange(Report.Known.Share, 0.52, 1);
        Assert.True(Report.Known.Reward > 1.3 * Report.Popular.Reward, Report.ToText());
        Assert.True(Report.Known.Reward > 3 * Report.Chance.Reward, Report.ToText());
    }

    [Fact]
    public void Lists_for_newcomers_get_better_with_every_event()
    {
        var shares = Report.Newcomers.Select(row => row.Share).ToList();

        Assert.Equal(shares.Order(), shares);
        Assert.True(shares[0] > 0.3 && shares[1] > shares[0] + 0.08 && shares[^1] > 0.6, Report.ToText());
    }

    [Fact]
    public void One_event_of_a_new_taste_turns_the_next_list_and_five_bring_most_of_it()
    {
        var shares = Report.Changed.Select(row => row.Share).ToList();

        Assert.Equal(shares.Order(), shares);
        Assert.True(shares[0] < 0.25 && shares[1] > 0.5 && shares[2] > 0.65 && Report.ChangedByCart.Share > 0.4, Report.ToText());
    }

    [Fact]
    public void An_item_the_generation_does_not_know_is_shown_at_once_and_then_goes_to_those_who_like_its_kind()
    {
        Assert.True(Report.Launch.LoversAtOnce > 0.1 && Report.Launch.OthersAtOnce > 0.1, Report.ToText());
        Assert.True(Report.Launch.LoversByTaste > 0.05 && Report.Launch.LoversByTaste > 3 * Report.Launch.OthersByTaste, Report.ToText());
        Assert.True(Report.Launch.LoversByTogether > 0.05, Report.ToText());
    }

    public sealed class Run : IAsyncLifetime
    {
        readonly TemporaryFolder _folder = new();

        public TruthReport Report { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var clock = TruthEngine.Clock();
            await using var workspace = await TruthEngine.OpenAsync(_folder.Path, clock);
            var filled = new FilledShop(workspace, new ShopSimulator(new ShopSettings(), TruthEngine.Start), clock);
            Report = await new TruthRun(filled, new TruthSettings { Asked = 120 }).RunAsync(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
