using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using Attune.Tests.Fakes;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

public sealed class RotationTests
{
    static readonly RecommendationRequest Anna = new() { User = new UserId("anna"), Count = 500, Deadline = TimeSpan.FromSeconds(2) };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static FakeClock ClockAt(int seconds) => new(Start.Plus(TimeSpan.FromSeconds(seconds)).ToDateTimeOffset());

    static Recommender Rotating(Shop shop, Rotation rotation, TimeProvider clock)
    {
        var recommender = shop.Recommender(clock: clock);
        recommender.Scenarios.Put(CompiledScenario.Default with { Scenario = new Scenario { Name = Scenario.DefaultName, Rotation = rotation } });
        return recommender;
    }

    static async Task<string[]> ShownAsync(Recommender recommender, RecommendationRequest? request = null) =>
        [.. Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(request ?? Anna, Cancellation))
            .Recommendation.Items.Select(item => item.Item.Value)];

    [Fact]
    public async Task What_was_shown_too_often_steps_back_and_comes_back_when_it_has_rested()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.View, "i025"));
        var clock = ClockAt(100);
        var recommender = Rotating(shop, new Rotation(2, 0.01, 1), clock);
        Assert.Equal("i026", (await ShownAsync(recommender))[0]);

        await shop.HappensAsync(By("anna", EventType.Impression, "i026", 10));
        Assert.Equal("i026", (await ShownAsync(recommender))[0]);
        await shop.HappensAsync(By("anna", EventType.Impression, "i026", 20));
        var rested = await ShownAsync(recommender);

        Assert.NotEqual("i026", rested[0]);
        Assert.Contains("i026", rested);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("i026", (await ShownAsync(recommender))[0]);
    }

    [Fact]
    public async Task With_a_factor_of_0_it_is_not_shown_at_all_until_it_is_taken_up_or_has_rested()
    {
        await using var shop = await Shop.OpenAsync();
        var clock = ClockAt(100);
        var recommender = Rotating(shop, new Rotation(1, 0, 24), clock);
        await shop.HappensAsync(By("anna", EventType.Impression, "i026", 10), By("anna", EventType.Impression, "i027", 20));

        Assert.Equal(Shop.Items - 2, (await ShownAsync(recommender)).Length);
        Assert.Contains("i026", await ShownAsync(recommender, Anna with { User = new UserId("bob") }));
        Assert.Contains("i026", await ShownAsync(recommender, Anna with { Events = [new(EventType.Click, new ItemId("i026"), null, null)] }));
        await shop.HappensAsync(By("anna", EventType.View, "i026", 30));
        Assert.Contains("i026", await ShownAsync(recommender));
        Assert.DoesNotContain("i027", await ShownAsync(recommender));
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Contains("i027", await ShownAsync(recommender));
    }

    [Fact]
    public async Task Without_a_rotation_nothing_rests()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync([.. Enumerable.Range(0, 20).Select(n => By("anna", EventType.Impression, "i000", n))]);

        Assert.Equal("i000", (await ShownAsync(shop.Recommender()))[0]);
    }
}
