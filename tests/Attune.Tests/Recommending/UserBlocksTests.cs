using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Blocking;

namespace Attune.Tests.Recommending;

public sealed class UserBlocksTests
{
    static readonly UserId Anna = new("anna");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static async Task<string[]> ShownAsync(Recommender recommender, UserId user) =>
        [.. Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(new() { User = user, Count = 500, Deadline = TimeSpan.FromSeconds(2) }, Cancellation))
            .Recommendation.Items.Select(item => item.Item.Value).Order()];

    static UserBlocks Over(Shop shop, Recommender recommender) => new(shop.Store, shop.Catalog, recommender.Blocks);

    [Fact]
    public async Task What_a_user_blocks_is_out_of_their_lists_and_of_nobody_elses()
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender();
        using var blocks = Over(shop, recommender);

        Assert.IsType<BlocksOutcome.Saved>(await blocks.SaveAsync(Anna, new(["i030", "i031"], ["item.price < 10", "item.category == \"kind 2\""]), Cancellation));

        var shown = await ShownAsync(recommender, Anna);
        Assert.Equal([.. Enumerable.Range(10, 10).Concat(Enumerable.Range(32, 8)).Select(n => $"i{n:000}")], shown);
        Assert.Equal(Shop.Items, (await ShownAsync(recommender, new UserId("bob"))).Length);
        Assert.True(await blocks.RemoveAsync(Anna, Cancellation));
        Assert.False(await blocks.RemoveAsync(Anna, Cancellation));
        Assert.Equal(Shop.Items, (await ShownAsync(recommender, Anna)).Length);
    }

    [Fact]
    public async Task Blocks_outlive_the_process_and_an_empty_list_leaves_nothing_behind()
    {
        await using var shop = await Shop.OpenAsync();
        using (var blocks = Over(shop, shop.Recommender()))
        {
            await blocks.SaveAsync(Anna, new(["i030"], ["item.price < 10"]), Cancellation);
        }

        var recommender = shop.Recommender();
        using var restored = Over(shop, recommender);
        await restored.RestoreAsync(Cancellation);
        Assert.Equal(Shop.Items - 11, (await ShownAsync(recommender, Anna)).Length);
        Assert.Equal(["i030"], restored.Of(Anna).Items);

        await restored.SaveAsync(Anna, BlockList.None, Cancellation);
        Assert.Equal(Shop.Items, (await ShownAsync(recommender, Anna)).Length);
        Assert.Empty(await shop.Store.ReadDocumentsAsync("blocks", Cancellation));
    }

    [Fact]
    public async Task An_item_blocked_before_anybody_knew_it_is_kept_out_when_it_comes()
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender();
        using var blocks = Over(shop, recommender);
        await blocks.SaveAsync(Anna, new(["tomorrow"], []), Cancellation);
        Assert.Equal(Shop.Items, (await ShownAsync(recommender, Anna)).Length);

        await shop.StockAsync(("tomorrow", 1, 5));

        Assert.DoesNotContain("tomorrow", await ShownAsync(recommender, Anna));
        Assert.Contains("tomorrow", await ShownAsync(recommender, new UserId("bob")));
    }

    [Fact]
    public async Task What_breaks_a_limit_is_all_named_and_changes_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender();
        using var blocks = Over(shop, recommender);
        await blocks.SaveAsync(Anna, new(["i030"], []), Cancellation);

        var refused = Assert.IsType<BlocksOutcome.Refused>(await blocks.SaveAsync(
            Anna, new([.. Enumerable.Range(0, 1_001).Select(n => $"x{n}")], ["item.price < 5", "item.prize < 5", "item.price <"]), Cancellation));

        Assert.Equal(["items", "filters[1]", "filters[2]"], refused.Faults.Select(fault => fault.Field));
        Assert.Equal((0, "item.price"), (refused.Faults[1].Filter!.Position, refused.Faults[1].Filter!.Suggestion));
        Assert.Equal(["i030"], blocks.Of(Anna).Items);
        Assert.Equal(Shop.Items - 1, (await ShownAsync(recommender, Anna)).Length);
    }
}
