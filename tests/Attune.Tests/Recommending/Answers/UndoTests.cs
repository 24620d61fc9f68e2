using Attune.Events;
using Attune.Profiles;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using Attune.State;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.Answers;

public class UndoTests
{
    static readonly RecommendationRequest Mia = new() { User = new UserId("mia"), Count = 20, Explain = true, Deadline = TimeSpan.FromSeconds(2) };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_without_an_event_is_the_one_of_somebody_to_whom_it_did_not_happen()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(
            By("mia", EventType.View, "i003"), By("mia", EventType.View, "i025", 60), By("tom", EventType.View, "i003"));
        var with = await shop.AskAsync(Mia);
        var cause = with.Items.SelectMany(item => item.Contributions).SelectMany(part => part.Events).First(happened => happened.Item.Value == "i025");

        var without = await shop.AskAsync(Mia with { Without = [cause.Offset!.Value] });
        var tom = await shop.AskAsync(Mia with { User = new UserId("tom") });

        Assert.Contains(with.Items.Take(5), item => item.Item.Value.StartsWith("i02", StringComparison.Ordinal));
        Assert.Equal(tom.Items.Where(item => item.Reason != "together").Select(item => item.Item).Take(5), without.Items.Where(item => item.Reason != "together").Select(item => item.Item).Take(5));
        Assert.All(without.Items.SelectMany(item => item.Contributions).SelectMany(part => part.Events), happened => Assert.Equal("i003", happened.Item.Value));
    }

    [Fact]
    public async Task A_purchase_that_did_not_happen_keeps_its_item_out_no_longer_and_nothing_is_stored()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        await shop.HappensAsync(By("mia", EventType.Purchase, "i004", 60));
        var recommender = shop.Recommender();
        var profile = await ProfileAsync(shop);
        var bought = LogToken.At(profile.Partition, profile.Recent[^1].Offset);

        var without = await AskAsync(recommender, Mia with { Without = [bought] });

        Assert.Contains("i004", without.Items.Select(item => item.Item.Value));
        Assert.False(recommender.Journal.TryFind(without.RecommendationId, out _));
        Assert.Equal(profile, await ProfileAsync(shop));
        Assert.DoesNotContain("i004", (await AskAsync(recommender, Mia)).Items.Select(item => item.Item.Value));
    }

    [Fact]
    public async Task What_was_bought_twice_or_hidden_stays_out()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(
            By("mia", EventType.Purchase, "i004"), By("mia", EventType.Purchase, "i004", 60), By("mia", EventType.Hide, "i005", 61),
            By("mia", EventType.Purchase, "i005", 62));
        var profile = await ProfileAsync(shop);

        var without = UndoneEvents.Without(
            profile, [LogToken.At(profile.Partition, profile.Recent[0].Offset), LogToken.At(profile.Partition, profile.Recent[^1].Offset)], out _);

        Assert.NotNull(without);
        Assert.Equal(1, without.Recent.Length);
        Assert.Equal(profile.Excluded.ToArray(), without.Excluded.ToArray());
        Assert.Equal(1, without.Counts[EventType.Purchase.Code]);
        Assert.Equal(3, profile.Counts[EventType.Purchase.Code]);
    }

    [Fact]
    public async Task A_place_that_is_none_of_the_users_last_events_is_named()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));

        var refused = Assert.IsType<RecommendOutcome.Refused>(
            await shop.Recommender().RecommendAsync(Mia with { Without = [LogToken.At(0, 77)] }, Cancellation));

        Assert.Equal(("without", "0-77"), (refused.Field, refused.Value));
    }

    [Fact]
    public async Task Pinned_and_new_items_say_that_they_are()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync(("fresh", 0, 1));
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        var recommender = shop.Recommender(new() { NewItemShare = 0.2, ColdItems = 0 });
        recommender.Scenarios.Put(new CompiledScenario(new Scenario { Name = "pinned", Pins = [new Pin(new ItemId("i033"), 1)] }, null, [], []));

        var answer = await AskAsync(recommender, Mia with { Scenario = "pinned", Count = 10 });

        Assert.Equal(("i033", "pinned"), (answer.Items[0].Item.Value, answer.Items[0].Placed));
        Assert.Equal("pinned", Assert.Single(answer.Items[0].Contributions).Source);
        var fresh = answer.Items.Single(item => item.Item.Value == "fresh");
        Assert.Equal(("new", "new"), (fresh.Placed, Assert.Single(fresh.Contributions).Source));
        Assert.All(answer.Items.Where(item => item.Placed is null), item => Assert.NotEmpty(item.Contributions));
    }

    static async Task<Profile> ProfileAsync(Shop shop) =>
        ProfileCodec.Decode((await shop.State.GetAsync([new StateKey(StateKind.Profile, "u:mia")], Cancellation))[0]!);

    static async Task<Recommendation> AskAsync(Recommender recommender, RecommendationRequest request) =>
        Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(request, Cancellation)).Recommendation;
}
