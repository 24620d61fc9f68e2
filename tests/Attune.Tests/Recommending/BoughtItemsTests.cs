using Attune.Events;
using Attune.Recommending;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

public sealed class BoughtItemsTests
{
    static readonly RecommendationRequest Complements = new() { Item = new ItemId("i014"), Relation = ItemRelation.Complements, Count = 9 };

    [Fact]
    public async Task Complements_are_what_is_bought_with_it_before_what_it_is_compared_with()
    {
        await using var shop = await Shop.OpenAsync(trained: false);
        for (var n = 0; n < 4; n++)
        {
            await shop.HappensAsync(By($"u{n}", EventType.View, "i014"), By($"u{n}", EventType.View, "i015", 1), By($"u{n}", EventType.Purchase, "i014", 2));
        }

        // Both are bought with it once; only i015 is looked at by everybody who looks at i014.
        await shop.HappensAsync(By("u0", EventType.Purchase, "i015", 3), By("u1", EventType.Purchase, "i039", 3));

        var answer = await shop.AskAsync(Complements with { Explain = true });

        Assert.Equal(["i039", "i015"], answer.Items.Take(2).Select(item => item.Item.Value));
        Assert.All(answer.Items.Take(2), item => Assert.Equal("bought", item.Reason));
        Assert.All(answer.Items.Skip(2), item => Assert.NotEqual("bought", item.Reason));
    }

    [Fact]
    public async Task A_generations_complements_are_served_and_what_resembles_the_item_is_not()
    {
        await using var shop = await Shop.OpenAsync();

        var answer = await shop.AskAsync(Complements with { Count = 1 });

        Assert.Equal("i024", answer.Items[0].Item.Value);
        Assert.Equal("bought", answer.Items[0].Reason);
    }

    [Fact]
    public async Task What_was_bought_after_looking_goes_one_way()
    {
        await using var shop = await Shop.OpenAsync(trained: false);
        await shop.HappensAsync(By("u", EventType.View, "i014"), By("u", EventType.View, "i020", 1), By("u", EventType.Purchase, "i015", 2));

        var after = await shop.AskAsync(Complements with { Relation = ItemRelation.BoughtAfter });
        var back = await shop.AskAsync(Complements with { Relation = ItemRelation.BoughtAfter, Item = new ItemId("i015") });

        Assert.Equal(["i015"], after.Items.Where(item => item.Reason == "bought").Select(item => item.Item.Value));
        Assert.DoesNotContain(back.Items, item => item.Reason == "bought");
    }

    [Fact]
    public async Task An_item_nobody_knows_has_what_trends()
    {
        await using var shop = await Shop.OpenAsync();

        var answer = await shop.AskAsync(Complements with { Item = new ItemId("nobody's") });

        Assert.DoesNotContain(answer.Items, item => item.Reason == "bought");
    }

    [Fact]
    public async Task A_relation_to_nothing_is_refused()
    {
        await using var shop = await Shop.OpenAsync();

        var outcome = await shop.Recommender().RecommendAsync(Complements with { Item = null }, TestContext.Current.CancellationToken);

        Assert.Equal("relation", Assert.IsType<RecommendOutcome.Refused>(outcome).Field);
    }
}
