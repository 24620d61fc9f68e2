using Attune.Events;
using Attune.Recommending;
using Attune.Tests.Generations;

namespace Attune.Tests.Recommending;

/// <summary>A generation's model of what comes next, in answers: by it item n + 1 follows item n.</summary>
public sealed class LearnedNextTests
{
    static readonly RecommendSettings NextAlone = new() { SimilarWeight = 0, TasteWeight = 0, TogetherWeight = 0, TrendingWeight = 0, PopularWeight = 0.001f, NextWeight = 1 };

    static readonly RecommendationRequest Anna = new() { User = new UserId("anna"), Count = 5, Explain = true };

    [Fact]
    public async Task The_next_answer_follows_the_last_event_and_says_that_it_does()
    {
        await using var shop = await OpenAsync();
        await shop.HappensAsync(View("anna", "i020", 0), View("anna", "i005", 1));

        var first = (await shop.AskAsync(Anna, NextAlone)).Items[0];
        await shop.HappensAsync(View("anna", "i030", 2));
        var then = (await shop.AskAsync(Anna, NextAlone)).Items[0];

        Assert.Equal(("i006", "next"), (first.Item.Value, first.Reason));
        Assert.Equal("i005", Assert.Single(first.Contributions.Single(part => part.Source == "next").Events).Item.Value);
        Assert.Equal("i031", then.Item.Value);
    }

    [Fact]
    public async Task It_has_a_word_for_who_comes_back_after_a_pause_when_the_index_of_visits_has_none()
    {
        await using var shop = await OpenAsync();
        await shop.HappensAsync(View("anna", "i005", -48 * 60));

        Assert.Equal("i006", (await shop.AskAsync(Anna, NextAlone)).Items[0].Item.Value);
    }

    [Fact]
    public async Task It_names_only_what_the_filter_lets_through_and_nothing_that_was_read()
    {
        await using var shop = await OpenAsync();
        await shop.HappensAsync(View("anna", "i006", 0), View("anna", "i005", 1));

        var all = await shop.AskAsync(Anna, NextAlone);
        var some = await shop.AskAsync(Anna with { Filter = "item.price > 10" }, NextAlone);

        Assert.DoesNotContain(all.Items, item => item.Reason == "next" && item.Item.Value is "i005" or "i006");
        Assert.All(some.Items, item => Assert.True(int.Parse(item.Item.Value.AsSpan(1), null) > 10));
    }

    [Fact]
    public async Task A_stranger_and_a_source_without_weight_are_not_asked()
    {
        await using var shop = await OpenAsync();
        await shop.HappensAsync(View("anna", "i005", 0));

        Assert.DoesNotContain((await shop.AskAsync(Anna with { User = new UserId("nobody") }, NextAlone)).Items, item => item.Reason == "next");
        Assert.DoesNotContain((await shop.AskAsync(Anna, NextAlone with { NextWeight = 0 })).Items, item => item.Reason == "next");
    }

    static Task<Shop> OpenAsync() => Shop.OpenAsync(next: GenerationSamples.OneOn(Shop.Items));

    static UserEvent View(string user, string item, int minute) => new()
    {
        EventId = $"{user}-{item}-{minute}",
        Type = EventType.View,
        User = new UserId(user),
        Item = new ItemId(item),
        Time = EventTime.Now(TimeProvider.System).Plus(TimeSpan.FromMinutes(minute - 5)),
    };
}
