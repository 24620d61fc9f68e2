using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Arranging;
using Attune.Recommending.Scenarios;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.Arranging;

public sealed class RuleTests
{
    static readonly Scenario Plain = new() { Name = "plain", NewItemShare = 0 };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_boost_multiplies_the_score_and_a_factor_below_one_buries()
    {
        await using var shop = await ShopOfAnnaAsync();
        var plain = await AskAsync(shop, Plain);

        var boosted = await AskAsync(shop, Plain with
        {
            Boosts = [new Boost("item.price == 13", 8), new Boost("item.category == \"kind 2\"", 0.5)],
        });

        Assert.NotEqual("i013", plain.Items[0].Item.Value);
        Assert.Equal("i013", boosted.Items[0].Item.Value);
        Assert.All(boosted.Items.Where(item => plain.Items.Any(before => before.Item == item.Item)), item =>
        {
            var before = plain.Items.First(before => before.Item == item.Item).Score;
            var factor = (item.Item.Value == "i013" ? 8 : 1) * (item.Item.Value.StartsWith("i02", StringComparison.Ordinal) ? 0.5 : 1);
            Assert.Equal(before * factor, item.Score, 1e-5);
        });
    }

    [Fact]
    public async Task A_pin_stands_at_its_place_and_nowhere_else()
    {
        await using var shop = await ShopOfAnnaAsync();
        var plain = await AskAsync(shop, Plain);

        var pinned = await AskAsync(shop, Plain with { Pins = [new Pin(new ItemId("i003"), 4), new Pin(plain.Items[5].Item, 1), new Pin(new ItemId("nobody"), 2)] });

        Assert.Equal(plain.Items[5].Item, pinned.Items[0].Item);
        Assert.Equal("i003", pinned.Items[3].Item.Value);
        Assert.Equal(10, pinned.Items.DistinctBy(item => item.Item).Count());
        Assert.Equal(plain.Items.Take(2).Select(item => item.Item), pinned.Items.Skip(1).Take(2).Select(item => item.Item));
    }

    [Fact]
    public async Task What_may_not_be_shown_is_not_pinned_either()
    {
        await using var shop = await ShopOfAnnaAsync();
        await shop.HappensAsync(By("anna", EventType.Hide, "i003", 90));

        var answer = await AskAsync(shop, Plain with { Pins = [new Pin(new ItemId("i003"), 1), new Pin(new ItemId("i004"), 2)], Exclude = [new ItemId("i004")] });

        Assert.DoesNotContain(answer.Items, item => item.Item.Value is "i003" or "i004");
    }

    [Theory]
    [InlineData(2, null, 8)]
    [InlineData(1, 3, 10)]
    public async Task A_cap_holds_in_every_window(int most, int? window, int expected)
    {
        await using var shop = await ShopOfAnnaAsync();

        var answer = await AskAsync(shop, Plain with { Caps = [new Cap("category", most, window)] });

        var kinds = answer.Items.Select(item => item.Item.Value[..3]).ToList();
        for (var from = 0; from + (window ?? kinds.Count) <= kinds.Count; from++)
        {
            Assert.All(kinds.Skip(from).Take(window ?? kinds.Count).GroupBy(kind => kind), kind => Assert.True(kind.Count() <= most));
        }

        // Four kinds, two of each: the list ends where only capped ones are left.
        Assert.Equal(expected, answer.Items.Count);
    }

    [Fact]
    public async Task A_least_share_is_filled_up_with_items_no_source_proposed()
    {
        await using var shop = await ShopOfAnnaAsync();

        var answer = await AskAsync(shop, Plain with { Shares = [new GroupShare("item.price >= 5 && item.price < 9", 0.35)], Count = 8 });

        // ⌈0.35 · 8⌉ = 3, and 1 among the first 3, 2 among the first 6.
        bool IsMember(RecommendedItem item) => item.Item.Value is "i005" or "i006" or "i007" or "i008";
        Assert.True(answer.Items.Count(IsMember) >= 3);
        Assert.Contains(answer.Items.Take(3), item => IsMember(item));
        Assert.True(answer.Items.Take(6).Count(IsMember) >= 2);
        Assert.Equal(8, answer.Items.Count);
    }

    [Fact]
    public async Task Without_a_fallback_a_list_stays_as_short_as_it_is()
    {
        await using var shop = await ShopOfAnnaAsync();
        await shop.HappensAsync(By("bob", EventType.Click, "i011"));

        var stranger = await AskAsync(shop, Plain with { Fallback = Fallback.None }, "nobody");

        Assert.Empty(stranger.Items);
        Assert.DoesNotContain((await AskAsync(shop, Plain with { Fallback = Fallback.Popular }, "nobody")).Items, item => item.Reason == "trending");
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task Marginal_relevance_is_its_plain_definition(double diversity)
    {
        await using var shop = await ShopOfAnnaAsync();
        var ranked = (await AskAsync(shop, Plain with { Count = 40 })).Items;
        var expected = new List<RecommendedItem>();
        while (expected.Count < 10)
        {
            expected.Add(ranked.Where(item => !expected.Contains(item)).MaxBy(item =>
                ((1 - diversity) * item.Score / ranked[0].Score) - (diversity * (expected.Any(other => SameKind(item, other)) ? 1 : 0)))!);
        }

        var answer = await AskAsync(shop, Plain with { Diversity = diversity });

        Assert.Equal(expected.Select(item => item.Item), answer.Items.Select(item => item.Item));
    }

    [Fact]
    public async Task A_determinant_is_greatest_where_one_of_every_kind_is_taken()
    {
        await using var shop = await ShopOfAnnaAsync();
        var ranked = (await AskAsync(shop, Plain with { Count = 40 })).Items;

        var answer = await AskAsync(shop, Plain with { Diversity = 0.5, DiversityMethod = DiversityMethod.Dpp });

        // Of a kind all vectors are one: the second of a kind adds nothing, and the rest follows by score.
        var best = ranked.DistinctBy(item => item.Item.Value[..3]).ToList();
        Assert.Equal(best.Select(item => item.Item), answer.Items.Take(4).Select(item => item.Item));
        Assert.Equal(ranked.Except(best).Take(6).Select(item => item.Item), answer.Items.Skip(4).Select(item => item.Item));
    }

    [Fact]
    public async Task A_calibrated_list_has_the_users_own_mix()
    {
        await using var shop = await ShopOfAnnaAsync();
        // Three of kind 2 to one of kind 0.
        await shop.HappensAsync(By("cleo", EventType.View, "i020"), By("cleo", EventType.View, "i021", 1), By("cleo", EventType.View, "i022", 2), By("cleo", EventType.View, "i001", 3));

        var answer = await AskAsync(shop, Plain with { Calibration = 0.99, Count = 8 }, "cleo");

        Assert.Equal(6, answer.Items.Count(item => item.Item.Value.StartsWith("i02", StringComparison.Ordinal)));
        Assert.Equal(2, answer.Items.Count(item => item.Item.Value.StartsWith("i00", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_divergence_of_a_mix_is_as_worked_by_hand()
    {
        var mix = new CategoryMix();
        mix.Want(7, 3);
        mix.Want(9, 1);
        mix.Normalize();
        mix.BeginList();
        mix.Add([7]);

        // p = (0.75, 0.25); of one item in a list of two q' = (0.99 · 0.5 + 0.01 · 0.75, 0.01 · 0.25) = (0.5025, 0.0025):
        // 0.75 · ln(0.75 / 0.5025) + 0.25 · ln(0.25 / 0.0025) = 0.3004 + 1.1513.
        Assert.Equal(1.4517, mix.BeginStep(2), 1e-3);

        // With one of the other in: 0.75 · ln(0.75 / 0.5025) + 0.25 · ln(0.25 / 0.4975) = 0.3004 − 0.1720.
        Assert.Equal(0.1284, mix.BeginStep(2) + mix.Change([9], 2), 1e-3);
    }

    static bool SameKind(RecommendedItem left, RecommendedItem right) => left.Item.Value[..3] == right.Item.Value[..3];

    // Anna looked at one of kind 2, then one of kind 1.
    static async Task<Shop> ShopOfAnnaAsync()
    {
        var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.View, "i020"), By("anna", EventType.View, "i011", 30));
        return shop;
    }

    static async Task<Recommendation> AskAsync(Shop shop, Scenario scenario, string user = "anna")
    {
        var recommender = shop.Recommender(new RecommendSettings { NewItemShare = 0, VisitShare = 0 });
        var check = new ScenarioCheck(scenario, shop.Catalog.Snapshot);
        recommender.Scenarios.Put(check.Compile() ?? throw new InvalidOperationException(string.Join(' ', check.Faults)));
        var request = new RecommendationRequest { User = new UserId(user), Scenario = "plain", Deadline = TimeSpan.FromSeconds(2) };
        return Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(request, Cancellation)).Recommendation;
    }
}
