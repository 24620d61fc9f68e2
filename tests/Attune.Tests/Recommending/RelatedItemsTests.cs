using Attune.Events;
using Attune.Recommending;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

public sealed class RelatedItemsTests
{
    static string[] Ids(Recommendation answer) => [.. answer.Items.Select(item => item.Item.Value)];

    [Fact]
    public async Task An_items_neighbours_come_first_then_what_its_factors_are_like()
    {
        await using var shop = await Shop.OpenAsync();

        var answer = await shop.AskAsync(new RecommendationRequest { Item = new ItemId("i014"), Count = 9 });

        Assert.Equal(["i015", "i016", "i017"], Ids(answer).Take(3));
        Assert.All(Ids(answer), id => Assert.StartsWith("i01", id, StringComparison.Ordinal));
        Assert.DoesNotContain("i014", Ids(answer));
        Assert.Equal(Rung.Full, answer.Rung);
    }

    [Fact]
    public async Task What_goes_with_it_in_the_stream_is_among_them()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("bob", EventType.Cart, "i014"), By("bob", EventType.Cart, "i039", 9));

        var answer = await shop.AskAsync(new RecommendationRequest { Item = new ItemId("i014"), Count = 4 }, new() { NextWeight = 0 });

        Assert.Contains(answer.Items, item => item is { Item.Value: "i039", Reason: "together" or "next" });
    }

    [Fact]
    public async Task An_item_nobody_has_taken_up_yet_has_others_of_its_category()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync(("fresh", 3, 7));

        var answer = await shop.AskAsync(new RecommendationRequest { Item = new ItemId("fresh"), Count = 10 });

        Assert.All(Ids(answer), id => Assert.StartsWith("i03", id, StringComparison.Ordinal));
        Assert.All(answer.Items, item => Assert.Equal("similar", item.Reason));
    }

    [Fact]
    public async Task What_the_user_bought_is_not_shown_beside_an_item_either()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Purchase, "i015"));

        var answer = await shop.AskAsync(new RecommendationRequest { User = new UserId("anna"), Item = new ItemId("i014"), Count = 9 });

        Assert.DoesNotContain("i015", Ids(answer));
    }
}
