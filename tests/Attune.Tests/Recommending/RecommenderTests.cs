using Attune.Events;
using Attune.Recommending;
using Attune.State;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending;

public sealed class RecommenderTests
{
    static readonly RecommendationRequest Anna = new() { User = new UserId("anna") };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static string[] Ids(Recommendation answer) => [.. answer.Items.Select(item => item.Item.Value)];

    [Fact]
    public async Task A_click_changes_the_very_next_answer()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await shop.AskAsync(Anna);

        var token = await shop.HappensAsync(By("anna", EventType.Click, "i025"));
        var after = await shop.AskAsync(Anna with { After = token });

        Assert.Equal(Rung.Popular, before.Rung);
        Assert.Equal(Rung.Full, after.Rung);
        Assert.True(after.Watermark.Reaches(token));
        Assert.Equal(3, after.Generation);
        Assert.All(after.Items.Take(5), item => Assert.StartsWith("i02", item.Item.Value, StringComparison.Ordinal));
        Assert.Equal("i026", after.Items[0].Item.Value);
    }

    [Fact]
    public async Task What_others_take_up_together_counts_at_once_also_without_a_model()
    {
        await using var shop = await Shop.OpenAsync(trained: false);
        await shop.HappensAsync(By("bob", EventType.Click, "i001"), By("bob", EventType.Click, "i031", 5));
        await shop.HappensAsync(By("anna", EventType.Click, "i001", 60));

        var answer = await shop.AskAsync(Anna);

        Assert.Equal(("i031", "together", Rung.Full), (answer.Items[0].Item.Value, answer.Items[0].Reason, answer.Rung));
    }

    [Fact]
    public async Task What_came_next_in_visits_of_a_minute_ago_counts_at_once_in_its_order()
    {
        await using var shop = await Shop.OpenAsync(trained: false);
        await shop.HappensAsync(By("bob", EventType.View, "i001"), By("bob", EventType.View, "i031", 5));
        await shop.HappensAsync(By("eve", EventType.View, "i035"), By("eve", EventType.View, "i001", 5));
        await shop.HappensAsync(By("anna", EventType.View, "i001", 60));

        var answer = await shop.AskAsync(
            Anna with { Explain = true, Events = [new(EventType.View, new ItemId("i001"), null, null)] },
            new() { TogetherWeight = 0, TrendingWeight = 0, NextWeight = 1 });

        // i031 came behind i001, i035 before it.
        Assert.Equal(["i031", "i035"], Ids(answer).Take(2));
        Assert.All(answer.Items.Take(2), item => Assert.Equal("next", item.Reason));
        Assert.Equal("i001", Assert.Single(answer.Items[0].Contributions.Single(part => part.Source == "next").Events.DistinctBy(e => e.Item)).Item.Value);
    }

    [Fact]
    public async Task What_came_next_is_only_what_the_filter_lets_through()
    {
        await using var shop = await Shop.OpenAsync(trained: false);
        await shop.HappensAsync(By("bob", EventType.View, "i001"), By("bob", EventType.View, "i031", 5), By("bob", EventType.View, "i032", 5));

        var answer = await shop.AskAsync(
            new RecommendationRequest { Item = new ItemId("i001"), Filter = "item.price == 32" }, new() { TogetherWeight = 0, NextWeight = 1 });

        Assert.Equal("i032", Assert.Single(answer.Items).Item.Value);
        Assert.Equal("next", answer.Items[0].Reason);
    }

    [Fact]
    public async Task The_events_of_the_question_itself_count_for_this_answer_and_are_not_kept()
    {
        await using var shop = await Shop.OpenAsync();
        var visitor = new RecommendationRequest
        {
            Session = new SessionId("visit"),
            Events =
            [
                new RequestEvent(EventType.View, new ItemId("i012"), null, null),
                new RequestEvent(EventType.View, new ItemId("nobody knows it"), null, null),
                new RequestEvent(EventType.Hide, new ItemId("i013"), null, null),
            ],
        };

        var answer = await shop.AskAsync(visitor);
        var next = await shop.AskAsync(visitor with { Events = [] });

        Assert.Equal(Rung.Full, answer.Rung);
        Assert.Equal("i014", answer.Items[0].Item.Value);
        Assert.DoesNotContain("i013", Ids(answer));
        Assert.Equal(Rung.Popular, next.Rung);
    }

    [Fact]
    public async Task Answers_hold_no_item_twice_and_go_down_in_score()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync(("new 1", 1, 1), ("new 2", 2, 2), ("new 3", 3, 3));
        await shop.HappensAsync(By("bob", EventType.Click, "i001"), By("bob", EventType.Click, "i031"), By("anna", EventType.Click, "i001"));

        foreach (var count in new[] { 1, 3, 10, 25, 43, 500 })
        {
            var answer = await shop.AskAsync(Anna with { Count = count });

            Assert.Equal(Math.Min(count, Shop.Items + 3), answer.Items.Count);
            Assert.Equal(answer.Items.Count, Ids(answer).Distinct().Count());
            Assert.Equal(answer.Items.Select(item => item.Score).OrderDescending(), answer.Items.Select(item => item.Score));
        }
    }

    [Fact]
    public async Task A_new_item_gets_its_share_of_places_at_once()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i025"));
        await shop.StockAsync(("just in", 1, 5));

        var answer = await shop.AskAsync(Anna with { Count = 10 });

        Assert.Equal(9, Array.IndexOf(Ids(answer), "just in"));
        Assert.Equal("new", answer.Items[9].Reason);
    }

    [Fact]
    public async Task What_was_viewed_comes_after_what_was_not_seen_yet_where_little_is_left_of_its_score()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync([.. Enumerable.Range(20, 4).Select(n => By("anna", EventType.View, $"i{n:000}", n))]);

        var answer = Ids(await shop.AskAsync(Anna with { Count = 10 }, new RecommendSettings { RepeatedItemWeight = 0.2f }));
        var never = Ids(await shop.AskAsync(Anna with { Count = 36 }, new RecommendSettings { RepeatedItemWeight = 0 }));

        Assert.Equal(["i024", "i025", "i026"], answer.Take(3).Order());
        Assert.DoesNotContain("i023", answer.Take(6));
        Assert.Empty(never.Intersect(["i020", "i021", "i022", "i023"]));
    }

    [Fact]
    public async Task A_stranger_gets_what_trends_then_what_is_popular_then_the_newest()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync(("new 1", 1, 1));
        await shop.HappensAsync(By("bob", EventType.Purchase, "i033"), By("bob", EventType.View, "i031"));

        var answer = await shop.AskAsync(new RecommendationRequest { Count = 45 }, new RecommendSettings { NewItemShare = 0 });

        Assert.Equal(Rung.Trending, answer.Rung);
        Assert.Equal(["i033", "i031", "i000", "i001", "i002"], Ids(answer).Take(5));
        Assert.Equal(["trending", "trending", "popular"], answer.Items.Take(3).Select(item => item.Reason));
        Assert.Equal("new 1", Ids(answer)[^1]);
    }

    [Fact]
    public async Task An_empty_system_has_an_empty_answer()
    {
        await using var shop = await Shop.OpenAsync(stocked: false, trained: false);

        var answer = await shop.AskAsync(Anna with { Explain = true });
        var related = await shop.AskAsync(new RecommendationRequest { Item = new ItemId("none") });

        Assert.Empty(answer.Items);
        Assert.Equal((Rung.Popular, 0), (answer.Rung, answer.Generation));
        Assert.Empty(related.Items);
    }

    [Fact]
    public async Task A_catalog_without_behaviour_answers_with_its_newest_items()
    {
        await using var shop = await Shop.OpenAsync(trained: false);

        var answer = await shop.AskAsync(Anna with { Count = 2 });

        Assert.Equal(["i039", "i038"], Ids(answer));
        Assert.Equal(Rung.Popular, answer.Rung);
    }

    [Fact]
    public async Task Without_state_there_is_still_an_answer()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("anna", EventType.Click, "i025"));
        shop.State.Fault = new IOException("No connection.");

        var answer = await shop.AskAsync(Anna);

        Assert.Equal(Rung.Trending, answer.Rung);
        Assert.Equal(10, answer.Items.Count);
        shop.State.Fault = null;
    }

    [Fact]
    public async Task A_place_that_is_not_reached_in_time_is_answered_with_what_is_known()
    {
        await using var shop = await Shop.OpenAsync();
        var token = await shop.HappensAsync(By("anna", EventType.Click, "i025"));

        var answer = await shop.AskAsync(Anna with { After = LogToken.At(0, 999), Deadline = TimeSpan.FromMilliseconds(40) });

        Assert.Equal(token, answer.Watermark);
        Assert.NotEmpty(answer.Items);
    }

    [Fact]
    public async Task An_explanation_names_the_very_event_behind_an_item()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("bob", EventType.Click, "i005"), By("bob", EventType.Click, "i031", 5));
        await shop.HappensAsync(By("anna", EventType.Click, "i005", 50), By("anna", EventType.Cart, "i017", 60));

        var answer = await shop.AskAsync(Anna with { Explain = true, Count = 40 });

        var similar = answer.Items.Single(item => item.Item.Value == "i018").Contributions.Single(part => part.Source == "similar");
        var cause = Assert.Single(similar.Events);
        Assert.Equal((EventType.Cart, "i017", LogToken.At(0, 3)), (cause.Type, cause.Item.Value, cause.Offset));
        Assert.Equal(Start.Plus(TimeSpan.FromSeconds(60)), cause.Time);
        Assert.Equal(similar.Score, cause.Score, 1e-4);
        var taste = answer.Items.Single(item => item.Item.Value == "i010").Contributions.Single(part => part.Source == "taste");
        Assert.Equal("i017", taste.Events[0].Item.Value);
        var together = answer.Items.Single(item => item.Item.Value == "i031").Contributions.Single(part => part.Source == "together");
        Assert.Equal("i005", Assert.Single(together.Events).Item.Value);
        Assert.All(answer.Items.Where(item => item.Reason is "similar" or "taste" or "together"), item =>
            Assert.Equal(item.Reason, item.Contributions[0].Source));
        Assert.All((await shop.AskAsync(Anna)).Items, item => Assert.Empty(item.Contributions));
    }

    [Fact]
    public async Task What_is_wrong_with_a_question_is_named()
    {
        await using var shop = await Shop.OpenAsync();

        Assert.Equal("count", (await RefusedAsync(shop, Anna with { Count = 0 })).Field);
        Assert.Equal("501", (await RefusedAsync(shop, Anna with { Count = 501 })).Value);
        Assert.Equal("deadline", (await RefusedAsync(shop, Anna with { Deadline = TimeSpan.FromSeconds(6) })).Field);
        var filter = await RefusedAsync(shop, Anna with { Filter = "item.price <" });
        Assert.Equal(("filter", "item.price <"), (filter.Field, filter.Value));
        Assert.Equal(12, filter.Filter!.Position);
    }

    static async Task<RecommendOutcome.Refused> RefusedAsync(Shop shop, RecommendationRequest request) =>
        Assert.IsType<RecommendOutcome.Refused>(await shop.Recommender().RecommendAsync(request, Cancellation));

    [Fact]
    public async Task A_damaged_profile_or_list_is_no_profile()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.State.PutAsync(
            [new(new StateKey(StateKind.Profile, "u:anna"), [9, 9]), new(new StateKey(StateKind.List, "u:anna"), [9])], Cancellation);

        Assert.Equal(10, (await shop.AskAsync(Anna)).Items.Count);
    }
}
