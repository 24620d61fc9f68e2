using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

public sealed class OnlineRankerTests
{
    static readonly RecommendationRequest Anna = new() { User = new UserId("anna"), Count = 12 };

    // A word of what was learned is heard at once.
    static readonly RecommendSettings Eager = new() { RankerOutcomes = 1, NewItemShare = 0 };

    // When the log of these tests accepts what it is told.
    static readonly ReplayClock Clock = At(new EventTime(2_000_000_000_000_000));

    [Fact]
    public async Task Without_outcomes_the_list_is_the_blends()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i025"), By("bob", EventType.Click, "i031"));

        var with = await shop.AskAsync(Anna, Eager, Clock);
        var without = await AskAsync(shop, new Scenario { Name = Scenario.DefaultName, Ranker = false });

        Assert.Equal(without.Items.Select(item => (item.Item, item.Score)), with.Items.Select(item => (item.Item, item.Score)));
    }

    [Fact]
    public async Task What_is_clicked_again_and_again_comes_up_unless_the_scenario_says_no()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i025"), By("bob", EventType.Click, "i031"));
        var recommender = shop.Recommender(Eager, Clock);
        var before = await AskAsync(recommender, Anna);
        var loved = before.Items[^1].Item;
        for (var n = 0; n < 40; n++)
        {
            // Others, so that Anna's own profile stays as it is.
            var visitor = Anna with { User = new UserId($"visitor {n}"), Events = [new(EventType.Click, new ItemId("i025"), null, null)] };
            var list = await AskAsync(recommender, visitor);
            await shop.HappensAsync([.. list.Items.Select((item, place) => Of(n, EventType.Impression, item.Item, list, place))]);
            await shop.HappensAsync(Of(n, EventType.Click, loved, list, 20));
        }

        var after = await AskAsync(recommender, Anna);
        Assert.True(PlaceOf(after, loved) < PlaceOf(before, loved), $"{loved} went from {PlaceOf(before, loved)} to {PlaceOf(after, loved)}");
        Assert.Equal(before.Items.Max(item => item.Score), after.Items[0].Score, 1.0);
        Assert.All(after.Items.Zip(after.Items.Skip(1)), pair => Assert.True(pair.First.Score >= pair.Second.Score));
        Assert.True(shop.Live.Overlay.Outcomes.Weights.Outcomes > 40);

        var unasked = await AskAsync(shop, new Scenario { Name = Scenario.DefaultName, Ranker = false });
        Assert.NotEqual(after.Items.Select(item => item.Item), unasked.Items.Select(item => item.Item));
    }

    static ReplayClock At(EventTime time)
    {
        var clock = new ReplayClock();
        clock.MoveTo(time);
        return clock;
    }

    static int PlaceOf(Recommendation list, ItemId item) => list.Items.Select(one => one.Item).ToList().IndexOf(item);

    static UserEvent Of(int n, EventType type, ItemId item, Recommendation list, int second) =>
        By($"visitor {n}", type, item.Value, second) with { EventId = $"{n} {type} {item}", RecommendationId = list.RecommendationId };

    static async Task<Recommendation> AskAsync(Shop shop, Scenario scenario)
    {
        var recommender = shop.Recommender(Eager, Clock);
        recommender.Scenarios.Put(CompiledScenario.Default with { Scenario = scenario });
        return await AskAsync(recommender, Anna);
    }

    static async Task<Recommendation> AskAsync(Recommender recommender, RecommendationRequest request) =>
        Assert.IsType<RecommendOutcome.Answered>(
            await recommender.RecommendAsync(request with { Deadline = TimeSpan.FromSeconds(2) }, TestContext.Current.CancellationToken)).Recommendation;
}
