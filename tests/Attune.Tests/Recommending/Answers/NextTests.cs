using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Tests.Fakes;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.Answers;

public class NextTests
{
    static readonly RecommendationRequest Mia = new() { User = new UserId("mia"), Count = 6, Deadline = TimeSpan.FromSeconds(2) };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Going_on_shows_every_item_once_and_then_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        var recommender = shop.Recommender();
        var past = shop.Past(recommender);
        var answer = await AskAsync(recommender, Mia with { Filter = "item.price < 30", Exclude = [new ItemId("i005")] });
        var shown = Ids(answer).ToList();
        while (answer.Items.Count > 0)
        {
            answer = Answered(await past.NextAsync(answer.RecommendationId, null, Cancellation));
            shown.AddRange(Ids(answer));
        }

        Assert.Equal(29, shown.Count);
        Assert.Equal(29, shown.Distinct().Count());
        Assert.DoesNotContain("i005", shown);
        Assert.All(shown, id => Assert.True(string.CompareOrdinal(id, "i030") < 0));
    }

    [Fact]
    public async Task Going_on_twice_with_the_same_answer_does_not_show_the_same_twice()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        var recommender = shop.Recommender();
        var past = shop.Past(recommender);
        var first = await AskAsync(recommender, Mia);

        var followers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => Answered(await past.NextAsync(first.RecommendationId, 5, Cancellation))));

        var all = followers.SelectMany(Ids).Concat(Ids(first)).ToList();
        Assert.Equal(26, all.Count);
        Assert.Equal(26, all.Distinct().Count());
        Assert.Equal(5, followers.Append(first).Select(answer => answer.RecommendationId).Distinct().Count());
        Assert.Equal(first.RecommendationId, (await past.FindAsync(followers[0].RecommendationId, Cancellation))?.Follows);
    }

    [Fact]
    public async Task Going_on_knows_what_has_happened_since()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        var recommender = shop.Recommender();
        var past = shop.Past(recommender);
        var first = await AskAsync(recommender, Mia);

        await shop.HappensAsync(By("mia", EventType.View, "i031", 60), By("mia", EventType.View, "i032", 61), By("mia", EventType.Purchase, "i034", 62));
        var next = Answered(await past.NextAsync(first.RecommendationId, null, Cancellation));

        Assert.Contains(Ids(next).Take(3), id => id.StartsWith("i03", StringComparison.Ordinal));
        Assert.DoesNotContain("i034", Ids(next));
    }

    [Fact]
    public async Task What_was_shown_half_an_hour_ago_may_come_again()
    {
        await using var shop = await Shop.OpenAsync();
        var clock = new FakeClock();
        var recommender = shop.Recommender(clock: clock);
        var past = shop.Past(recommender);
        var first = await AskAsync(recommender, Mia);

        clock.Advance(TimeSpan.FromMinutes(29));
        var next = Answered(await past.NextAsync(first.RecommendationId, null, Cancellation));
        Assert.Empty(Ids(first).Intersect(Ids(next)));
        clock.Advance(TimeSpan.FromMinutes(2));
        var last = Answered(await past.NextAsync(next.RecommendationId, null, Cancellation));

        Assert.Equal(Ids(first), Ids(last));
    }

    [Fact]
    public async Task A_chain_is_gone_on_with_for_an_item_a_visit_and_given_items_alike()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        var recommender = shop.Recommender();
        var past = shop.Past(recommender);
        RecommendationRequest[] questions =
        [
            new() { Item = new ItemId("i003"), Count = 4 },
            new() { Session = new SessionId("visit"), Count = 4 },
            new() { Given = [.. Enumerable.Range(10, 8).Select(n => new ItemId($"i{n:000}"))], User = new UserId("mia"), Count = 4 },
            new() { Count = 4, Events = [new RequestEvent(EventType.View, new ItemId("i015"), null, null)] },
        ];

        foreach (var question in questions)
        {
            var first = await AskAsync(recommender, question with { Deadline = TimeSpan.FromSeconds(2) });
            var next = Answered(await past.NextAsync(first.RecommendationId, null, Cancellation));

            Assert.Equal(4, next.Items.Count);
            Assert.Empty(Ids(first).Intersect(Ids(next)));
        }
    }

    [Fact]
    public async Task What_was_never_given_is_not_gone_on_with()
    {
        await using var shop = await Shop.OpenAsync();
        var past = shop.Past(shop.Recommender());

        Assert.Null(await past.NextAsync("0123456789ab0123456789abcdef", null, Cancellation));
    }

    [Fact]
    public void Old_chains_go_as_new_ones_come()
    {
        var clock = new FakeClock();
        var chains = new AnswerChains(TimeSpan.FromMinutes(30), clock);
        var kept = chains.Of("kept");
        var old = chains.Of("old");
        clock.Advance(TimeSpan.FromMinutes(20));
        kept.Add([1]);
        clock.Advance(TimeSpan.FromMinutes(20));
        chains.Of("new");
        chains.Of("newer");

        Assert.Same(kept, chains.Of("kept"));
        Assert.NotSame(old, chains.Of("old"));
    }

    static IEnumerable<string> Ids(Recommendation answer) => answer.Items.Select(item => item.Item.Value);

    static Recommendation Answered(RecommendOutcome? outcome) => Assert.IsType<RecommendOutcome.Answered>(outcome).Recommendation;

    static async Task<Recommendation> AskAsync(Recommender recommender, RecommendationRequest request) =>
        Answered(await recommender.RecommendAsync(request, Cancellation));
}
