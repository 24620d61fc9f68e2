using Attune.Events;
using Attune.Profiles;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Tests.Fakes;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.Answers;

public class AnswerJournalTests
{
    static readonly UserId Mia = new("mia");

    [Fact]
    public async Task An_answer_is_found_as_it_was_given()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"), By("mia", EventType.View, "i012"));
        var recommender = shop.Recommender();
        var request = new RecommendationRequest
        {
            User = Mia,
            Count = 7,
            Scenario = "home",
            Filter = "item.price < 30",
            Exclude = [new ItemId("i004"), new ItemId("nobody")],
            Events = [new RequestEvent(EventType.View, new ItemId("i021"), null, 2.5)],
            Deadline = TimeSpan.FromSeconds(2),
        };

        var answer = await AskAsync(recommender, request);

        Assert.True(recommender.Journal.TryFind(answer.RecommendationId, out var record));
        Assert.Equal(answer.RecommendationId, record.RecommendationId);
        Assert.Equal(
            answer.Items.Select(item => (item.Item, (float)item.Score, item.Reason)), record.Items.Select(item => (item.Item, item.Score, item.Reason)));
        Assert.Equal((answer.Generation, answer.Watermark, answer.Rung, answer.Took), (record.Generation, record.Watermark, record.Rung, record.Took));
        Assert.Equal(
            (Mia, 7, "home", "item.price < 30", request.Deadline),
            (record.Request.User!.Value, record.Request.Count!.Value, record.Request.Scenario, record.Request.Filter, record.Request.Deadline));
        Assert.Equal(request.Exclude, record.Request.Exclude);
        Assert.Equal((EventType.View, new ItemId("i021"), 2.5), (record.Request.Events[0].Type, record.Request.Events[0].Item, record.Request.Events[0].Value!.Value));
        Assert.Equal(("default", 0), (record.Scenario, record.ScenarioVersion));
        Assert.Equal(
            [(long)0, 1, -1], ProfileCodec.Decode(record.Inputs.Profile).Recent.ToArray().Select(interaction => interaction.Offset));
        Assert.True(record.Inputs.Candidates.Length > record.Items.Count);
        Assert.All(record.Items, item => Assert.Equal("ranked", item.Placed));
        Assert.All(record.Items, item => Assert.Equal(item.Reason, item.Parts[0].Source));
    }

    [Fact]
    public async Task The_newest_come_first_and_lists_made_ahead_are_none_of_them()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("mia", EventType.View, "i003"));
        var recommender = shop.Recommender();
        var ids = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            ids.Add((await AskAsync(recommender, new() { User = Mia })).RecommendationId);
        }

        await new ListsAhead(recommender, shop.Catalog).ComputeAsync(ProfileKey.Of(Mia), TestContext.Current.CancellationToken);

        Assert.Equal(ids.AsEnumerable().Reverse().Take(3), recommender.Journal.Latest(3).Select(record => record.RecommendationId));
        Assert.Equal(5, recommender.Journal.Latest(100).Count);
    }

    [Fact]
    public async Task The_oldest_go_where_there_is_no_more_room()
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender(new() { AnswersBytes = 64 << 10 });
        var ids = new List<string>();
        for (var n = 0; n < 300; n++)
        {
            ids.Add((await AskAsync(recommender, new() { User = Mia })).RecommendationId);
        }

        var kept = recommender.Journal.Latest(1_000).Select(record => record.RecommendationId).ToList();

        Assert.InRange(kept.Count, 20, 200);
        Assert.Equal(ids.AsEnumerable().Reverse().Take(kept.Count), kept);
        Assert.False(recommender.Journal.TryFind(ids[0], out _));
        Assert.True(recommender.Journal.TryFind(ids[^1], out _));
    }

    [Fact]
    public async Task An_answer_that_is_too_old_is_no_longer_found()
    {
        await using var shop = await Shop.OpenAsync();
        var clock = new FakeClock();
        var recommender = shop.Recommender(new() { AnswersAge = TimeSpan.FromHours(1) }, clock);
        var answer = await AskAsync(recommender, new() { User = Mia });

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(recommender.Journal.TryFind(answer.RecommendationId, out _));
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.False(recommender.Journal.TryFind(answer.RecommendationId, out _));
        Assert.Empty(recommender.Journal.Latest(10));
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_user_who_is_erased()
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender();
        var mine = await AskAsync(recommender, new() { User = Mia });
        var others = await AskAsync(recommender, new() { User = new UserId("tom") });

        Assert.Equal(1, await recommender.Journal.EraseAsync(ProfileKey.Of(Mia), TestContext.Current.CancellationToken));

        Assert.False(recommender.Journal.TryFind(mine.RecommendationId, out _));
        Assert.True(recommender.Journal.TryFind(others.RecommendationId, out _));
        Assert.Single(recommender.Journal.Latest(10));
    }

    [Fact]
    public async Task Everything_from_before_an_instant_is_forgotten_and_what_came_since_stays()
    {
        await using var shop = await Shop.OpenAsync();
        var clock = new FakeClock();
        var recommender = shop.Recommender(new() { AnswersAge = TimeSpan.FromHours(1) }, clock);
        var before = await AskAsync(recommender, new() { User = Mia });
        clock.Advance(TimeSpan.FromMinutes(5));
        var instant = EventTime.Now(clock);
        var since = await AskAsync(recommender, new() { User = Mia });

        recommender.Journal.ForgetBefore(instant);

        Assert.False(recommender.Journal.TryFind(before.RecommendationId, out _));
        Assert.True(recommender.Journal.TryFind(since.RecommendationId, out _));
        Assert.Single(recommender.Journal.Latest(10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789ab0123456789abcdef")]
    [InlineData("0123456789ab0123456789abcdefg")]
    [InlineData("-123456789ab0123456789abcdef")]
    public async Task An_id_that_was_never_given_finds_nothing(string id)
    {
        await using var shop = await Shop.OpenAsync();

        Assert.False(shop.Recommender().Journal.TryFind(id, out _));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("12345678", "12345678", true)]
    [InlineData("123456789", "123456780", false)]
    [InlineData("12345678", "1234567", false)]
    [InlineData("12345678abcdefgh", "abcdefgh12345678", false)]
    public void The_print_of_properties_tells_them_apart(string one, string other, bool same) =>
        Assert.Equal(same, PropertyPrint.Of(System.Text.Encoding.UTF8.GetBytes(one)) == PropertyPrint.Of(System.Text.Encoding.UTF8.GetBytes(other)));

    static async Task<Recommendation> AskAsync(Recommender recommender, RecommendationRequest request) =>
        Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(request, TestContext.Current.CancellationToken)).Recommendation;
}
