using Attune.Catalog;
using Attune.Events;
using Attune.Recommending;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

/// <summary>A new item stands in the lists of those whose taste it is from the moment its properties are written.</summary>
public sealed class ColdItemTests
{
    static readonly RecommendationRequest Anna = new() { User = new UserId("anna"), Count = 20 };

    static readonly RecommendSettings NoPlacesKept = new() { NewItemShare = 0 };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_item_of_the_users_taste_is_in_the_next_answer_by_taste()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i020"));
        await shop.StockAsync(("fresh", 2, 22), ("strange", 1, 12));

        var answer = await shop.AskAsync(Anna with { Explain = true }, NoPlacesKept);

        var fresh = answer.Items.Single(item => item.Item.Value == "fresh");
        Assert.Equal("taste", fresh.Reason);
        Assert.DoesNotContain(answer.Items.Take(10), item => item.Item.Value == "strange");
        Assert.Equal("i020", fresh.Contributions!.Single(part => part.Source == "taste").Events.Single().Item.Value);
    }

    [Fact]
    public async Task A_recommender_opened_later_knows_the_items_written_before()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i020"));
        var early = shop.Recommender(NoPlacesKept);
        await shop.StockAsync(("fresh", 2, 22));

        Assert.Contains("fresh", Ids(await shop.AskAsync(Anna, NoPlacesKept)));
        Assert.Contains("fresh", Ids(Assert.IsType<RecommendOutcome.Answered>(await early.RecommendAsync(Anna with { Deadline = TimeSpan.FromSeconds(2) }, Cancellation)).Recommendation));
    }

    [Fact]
    public async Task What_is_filtered_out_hidden_or_deleted_is_not_shown()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync(("fresh", 2, 22));
        await shop.HappensAsync(By("anna", EventType.Click, "i020"), By("bob", EventType.Click, "i020"), By("bob", EventType.Hide, "fresh", 5));
        var recommender = shop.Recommender(NoPlacesKept);

        Assert.DoesNotContain("fresh", Ids(await shop.AskAsync(Anna with { Filter = "item.price < 22" }, NoPlacesKept)));
        Assert.DoesNotContain("fresh", Ids(await shop.AskAsync(Anna with { User = new UserId("bob") }, NoPlacesKept)));
        await shop.Catalog.WriteAsync([PropertyWrite.Delete("fresh")], Cancellation);
        Assert.DoesNotContain("fresh", Ids(Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(Anna, Cancellation)).Recommendation));
    }

    [Fact]
    public async Task An_item_whose_properties_change_changes_its_place()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync(("fresh", 2, 22));
        await shop.HappensAsync(By("anna", EventType.Click, "i020"));
        Assert.Equal("taste", (await shop.AskAsync(Anna, NoPlacesKept)).Items.Single(item => item.Item.Value == "fresh").Reason);

        await shop.StockAsync(("fresh", 1, 12));

        Assert.DoesNotContain(
            (await shop.AskAsync(Anna, NoPlacesKept)).Items, item => item.Item.Value == "fresh" && item.Reason == "taste" && item.Score > 0.3);
    }

    [Fact]
    public async Task Only_the_newest_are_kept()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i020"));
        await shop.StockAsync(("first", 2, 22), ("second", 2, 22), ("third", 2, 22));

        var answer = await shop.AskAsync(Anna, NoPlacesKept with { ColdItems = 2 });

        Assert.Equal(["second", "third"], answer.Items.Where(item => item.Reason == "taste").Select(item => item.Item.Value).Where(id => id[0] != 'i').Order());
    }

    static string[] Ids(Recommendation answer) => [.. answer.Items.Select(item => item.Item.Value)];
}
