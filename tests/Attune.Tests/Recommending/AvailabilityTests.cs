using Attune.Catalog;
using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Candidates;
using Attune.Tests.Fakes;

namespace Attune.Tests.Recommending;

public sealed class AvailabilityTests
{
    static readonly RecommendationRequest All = new() { Count = 500 };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static async Task PatchAsync(Shop shop, string item, string properties) =>
        await shop.Catalog.WriteAsync([PropertyWrite.Patch(item, properties)], Cancellation);

    static async Task<bool> ShownAsync(Shop shop, string item, TimeProvider? clock = null, RecommendSettings? settings = null) =>
        (await shop.AskAsync(All, settings, clock)).Items.Any(shown => shown.Item.Value == item);

    [Theory]
    [InlineData("""{"available":false}""", """{"available":true}""")]
    [InlineData("""{"inStock":false}""", """{"inStock":null}""")]
    [InlineData("""{"stock":0}""", """{"stock":3}""")]
    [InlineData("""{"stock":-2}""", """{"stock":0.5}""")]
    [InlineData("""{"availableFrom":"2100-01-01"}""", """{"availableFrom":"2020-01-01"}""")]
    [InlineData("""{"availableUntil":"2020-01-01"}""", """{"availableUntil":"2100-01-01"}""")]
    public async Task What_cannot_be_had_is_in_no_list_from_the_next_question_on_and_comes_back_the_same_way(string gone, string back)
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender();
        Assert.Contains("i007", await ShownAsync(recommender));

        await PatchAsync(shop, "i007", gone);
        Assert.DoesNotContain("i007", await ShownAsync(recommender));
        Assert.Equal(Shop.Items - 1, (await ShownAsync(recommender)).Count);

        await PatchAsync(shop, "i007", back);
        Assert.Contains("i007", await ShownAsync(recommender));

        static async Task<IReadOnlyList<string>> ShownAsync(Recommender recommender) =>
            [.. Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(All, Cancellation)).Recommendation.Items.Select(item => item.Item.Value)];
    }

    [Fact]
    public async Task A_window_opens_and_closes_as_time_goes_by()
    {
        await using var shop = await Shop.OpenAsync();
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var recommender = shop.Recommender(clock: clock);
        await PatchAsync(shop, "i007", """{"availableFrom":"2026-11-20T12:00:01.5Z","availableUntil":"2026-11-20T12:00:05Z"}""");

        var shown = new List<bool>();
        for (var half = 0; half < 12; half++)
        {
            var answer = Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(All, Cancellation)).Recommendation;
            shown.Add(answer.Items.Any(item => item.Item.Value == "i007"));
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        // By whole seconds, never early and never late: from 2 s on, to 5 s.
        Assert.Equal([.. Enumerable.Range(0, 12).Select(half => half is >= 4 and < 10)], shown);
    }

    [Fact]
    public async Task A_property_of_another_type_says_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        await PatchAsync(shop, "i007", """{"available":"no","inStock":0,"stock":"none","availableFrom":2100,"availableUntil":false}""");

        Assert.Null(Availability.ConditionOf(shop.Catalog.Snapshot.Schema));
        Assert.True(await ShownAsync(shop, "i007"));
    }

    [Fact]
    public async Task Whoever_shows_what_is_sold_out_says_so()
    {
        await using var shop = await Shop.OpenAsync();
        await PatchAsync(shop, "i007", """{"inStock":false}""");

        Assert.False(await ShownAsync(shop, "i007"));
        Assert.True(await ShownAsync(shop, "i007", settings: new() { HideUnavailable = false }));
    }

    [Fact]
    public async Task The_answer_is_worked_out_once_for_a_snapshot_and_a_second()
    {
        await using var shop = await Shop.OpenAsync();
        await PatchAsync(shop, "i007", """{"availableUntil":"2026-11-20T12:00:05Z"}""");
        var availability = new Availability();
        var now = EventTime.From(new DateTimeOffset(2026, 11, 20, 12, 0, 3, TimeSpan.Zero));
        var first = availability.Of(shop.Catalog.Snapshot, now);

        Assert.Same(first, availability.Of(shop.Catalog.Snapshot, now.Plus(TimeSpan.FromSeconds(0.9))));
        Assert.NotSame(first, availability.Of(shop.Catalog.Snapshot, now.Plus(TimeSpan.FromSeconds(-1))));
        Assert.Same(first, availability.Of(shop.Catalog.Snapshot, now));
        Assert.NotSame(first, availability.Of(shop.Catalog.Snapshot, now.Plus(TimeSpan.FromSeconds(1))));
        await PatchAsync(shop, "i008", """{"availableUntil":"2026-11-20T11:00:00Z"}""");
        Assert.False(availability.Of(shop.Catalog.Snapshot, now)!.Contains(8));
    }

    [Fact]
    public async Task Included_items_are_all_there_may_be_in_the_answer_and_nothing_else_is_lifted()
    {
        await using var shop = await Shop.OpenAsync();
        await PatchAsync(shop, "i007", """{"inStock":false}""");

        var answer = await shop.AskAsync(All with
        {
            Include = [new("i030"), new("i005"), new("i007"), new("nobody-knows-it"), new("i005"), new("i009")],
            Exclude = [new("i009")],
        });

        Assert.Equal(["i005", "i030"], answer.Items.Select(item => item.Item.Value).Order());
        Assert.Empty((await shop.AskAsync(All with { Include = [new("nobody-knows-it")] })).Items);
        var refused = Assert.IsType<RecommendOutcome.Refused>(await shop.Recommender().RecommendAsync(
            All with { Include = [.. Enumerable.Range(0, 1_001).Select(n => new ItemId($"i{n}"))] }, Cancellation));
        Assert.Equal(("include", "1001"), (refused.Field, refused.Value));
    }
}
