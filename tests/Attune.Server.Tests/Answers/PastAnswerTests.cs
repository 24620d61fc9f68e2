using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Answers;

public class PastAnswerTests(SharedServer shared, ShopServer shop, MovieServer movies)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_answer_of_the_shop_can_be_looked_at_as_it_was_given()
    {
        var server = await shop.StartedAsync();
        var user = shop.Shop.Shoppers.First().Value;
        var answer = await server.Client.RecommendAsync(new() { UserId = user, Count = 12, Deadline = 5000 }, Cancellation);

        var kept = await server.Client.FindAnswerAsync(answer.RecommendationId, Cancellation);

        Assert.NotNull(kept);
        Assert.Equal(answer.Items.Select(item => (item.Id, item.Score, item.Reason)), kept.Items.Select(item => (item.Id, item.Score, item.Reason)));
        Assert.Equal((answer.Generation, answer.Watermark, answer.Rung), (kept.Generation, kept.Watermark, kept.Rung));
        Assert.Equal((user, 12), (kept.Question.UserId, kept.Question.Count));
    }

    [Fact]
    public async Task Any_answer_about_films_can_be_looked_at_as_it_was_given()
    {
        var server = await movies.StartedAsync();
        var answer = await server.Client.RecommendAsync(new() { ItemId = "50", Count = 5, Filter = "\"Comedy\" in item.genres", Deadline = 5000 }, Cancellation);

        var kept = await server.Client.FindAnswerAsync(answer.RecommendationId, Cancellation);

        Assert.NotNull(kept);
        Assert.Equal(answer.Items.Select(item => (item.Id, item.Score)), kept.Items.Select(item => (item.Id, item.Score)));
        Assert.Equal(("50", "\"Comedy\" in item.genres"), (kept.Question.ItemId, kept.Question.Filter));
    }

    [Fact]
    public async Task A_shopper_scrolls_on_and_never_meets_an_item_twice()
    {
        var server = await shop.StartedAsync();
        var answer = await server.Client.RecommendAsync(new() { UserId = shop.Shop.Shoppers.Skip(1).First().Value, Count = 20, Deadline = 5000 }, Cancellation);
        var shown = answer.Items.Select(item => item.Id).ToList();
        for (var page = 0; page < 4; page++)
        {
            answer = await server.Client.NextAsync(answer.RecommendationId, 15, Cancellation);
            shown.AddRange(answer.Items.Select(item => item.Id));
        }

        Assert.Equal(80, shown.Count);
        Assert.Equal(80, shown.Distinct().Count());
    }

    [Fact]
    public async Task Films_like_a_film_go_on_under_the_same_filter()
    {
        var server = await movies.StartedAsync();
        var first = await server.Client.RecommendAsync(new() { ItemId = "50", Count = 10, Filter = "\"Comedy\" in item.genres", Deadline = 5000 }, Cancellation);

        var next = (await server.SendAsync("POST", $"/v1/recommendations/{first.RecommendationId}/next")).Ok().Json;

        var ids = next.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
        Assert.Equal(10, ids.Count);
        Assert.Empty(ids.Intersect(first.Items.Select(item => item.Id)));
        Assert.All(
            next.GetProperty("items").EnumerateArray(),
            item => Assert.Contains("Comedy", item.GetProperty("properties").GetProperty("genres").EnumerateArray().Select(genre => genre.GetString())));
    }

    [Fact]
    public async Task What_cannot_be_gone_on_with_is_named()
    {
        var unknown = "/v1/recommendations/0123456789ab0123456789abcdef/next";
        (await shared.Server.SendAsync("POST", unknown)).Problem(404);
        (await shared.Server.SendAsync("POST", unknown, """{"count":0}""")).Problem(400, "count");
        (await shared.Server.SendAsync("POST", unknown, """{"cuont":1}""")).Problem(400, "cuont");
        var viewed = (await shared.Server.SendAsync("GET", "/v1/trending")).Ok().Json.GetProperty("recommendationId").GetString();
        (await shared.Server.SendAsync("POST", $"/v1/recommendations/{viewed}/next")).Problem(400, "id");
    }

    [Fact]
    public async Task A_hundred_answers_of_the_shop_come_out_the_same_after_a_thousand_events()
    {
        var server = await shop.StartedAsync();
        var (random, items) = (new Random(8), shop.Shop.Items.Where(item => item.LaunchedAt <= shop.Shop.HistoryEnd).Select(item => item.Id.Value).ToList());
        var shoppers = shop.Shop.Shoppers.Select(user => user.Value).ToList();
        var answers = new List<string>();
        for (var n = 0; n < 100; n++)
        {
            var answer = await server.Client.RecommendAsync(
                random.Next(4) == 0
                    ? new() { ItemId = items[random.Next(items.Count)], Count = random.Next(1, 30), Deadline = 5000 }
                    : new() { UserId = shoppers[random.Next(shoppers.Count)], Count = random.Next(1, 30), Deadline = 5000 },
                Cancellation);
            answers.Add(answer.RecommendationId);
        }

        var sent = await server.Client.SendEventsAsync(
            [.. Enumerable.Range(0, 1_000).Select(_ => new EventRow { Type = "view", UserId = $"replay-{random.Next(50)}", ItemId = items[random.Next(items.Count)] })],
            Cancellation);
        await server.Client.RecommendAsync(new() { UserId = "replay-1", After = sent.Token, Deadline = 5000 }, Cancellation);

        foreach (var id in answers)
        {
            var replay = await server.Client.ReplayAsync(id, Cancellation);
            Assert.True(replay.Identical, $"{id}: {string.Join(' ', replay.Reasons)} {string.Join(' ', replay.Differences)}");
        }
    }

    [Fact]
    public async Task An_answer_about_films_comes_out_the_same_when_it_is_made_again()
    {
        var server = await movies.StartedAsync();
        var answer = await server.Client.RecommendAsync(new() { UserId = "7", Count = 30, Filter = "\"Drama\" in item.genres", Deadline = 5000 }, Cancellation);
        await server.Client.SendEventAsync(new() { Type = "rating", UserId = "7", ItemId = answer.Items[0].Id, Value = 5 }, Cancellation);

        var replay = await server.Client.ReplayAsync(answer.RecommendationId, Cancellation);

        Assert.True(replay.Identical, string.Join(' ', replay.Reasons));
        (await server.SendAsync("POST", "/v1/recommendations/0123456789ab0123456789abcdef/replay")).Problem(404);
    }

    [Fact]
    public async Task A_shopper_sees_the_list_without_an_event_that_explain_named()
    {
        var server = await shop.StartedAsync();
        string[] viewed = [.. shop.Shop.Items.Where(item => item.LaunchedAt <= shop.Shop.HistoryEnd).Take(3).Select(item => item.Id.Value)];
        var sent = await server.Client.SendEventsAsync([.. viewed.Select(item => new EventRow { Type = "view", UserId = "undo-me", ItemId = item })], Cancellation);
        var explained = await server.Client.RecommendAsync(new() { UserId = "undo-me", Count = 30, Explain = true, After = sent.Token, Deadline = 5000 }, Cancellation);
        var causes = explained.Items.SelectMany(item => item.Contributions!).SelectMany(part => part.Events).ToLookup(cause => cause.ItemId, cause => cause.Offset!);
        string[] undone = [causes[viewed[0]].First(), causes[viewed[1]].First()];

        var without = await server.Client.RecommendWithoutAsync("undo-me", undone, 30, Cancellation);

        Assert.NotEqual(explained.Items.Select(item => item.Id), without.Items.Select(item => item.Id));
        Assert.Null(await server.Client.FindAnswerAsync(without.RecommendationId, Cancellation));
        Assert.Equal(3, (await server.Client.ProfileAsync("undo-me", Cancellation)).Recent.Count);
        var path = $"/v1/users/undo-me/recommendations?explain=true&without={undone[0]}&without={undone[1]}";
        var left = (await server.SendAsync("GET", path)).Ok().Json.GetProperty("items").EnumerateArray()
            .SelectMany(item => item.GetProperty("contributions").EnumerateArray()).SelectMany(part => part.GetProperty("events").EnumerateArray())
            .Select(cause => cause.GetProperty("itemId").GetString()).Distinct();
        Assert.Equal([viewed[2]], left);
    }

    [Fact]
    public async Task A_rating_that_was_not_given_explains_no_film()
    {
        var server = await movies.StartedAsync();
        var sent = await server.Client.SendEventsAsync(
            [new EventRow { Type = "rating", UserId = "undo-film", ItemId = "50", Value = 5 }, new EventRow { Type = "rating", UserId = "undo-film", ItemId = "1", Value = 5 }],
            Cancellation);
        var explained = await server.Client.RecommendAsync(new() { UserId = "undo-film", Explain = true, After = sent.Token, Deadline = 5000 }, Cancellation);
        var cause = explained.Items.SelectMany(item => item.Contributions!).SelectMany(part => part.Events).First(cause => cause.ItemId == "50");

        var without = (await server.SendAsync("GET", $"/v1/users/undo-film/recommendations?explain=true&without={cause.Offset}")).Ok();

        Assert.DoesNotContain("\"itemId\":\"50\"", without.Text, StringComparison.Ordinal);
        Assert.Contains("\"itemId\":\"1\"", without.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("without=yesterday")]
    [InlineData("without=0-1&without=")]
    [InlineData("without=0-987654321")]
    public async Task An_event_that_cannot_be_undone_is_named(string query) =>
        (await shared.Server.SendAsync("GET", "/v1/users/nobody/recommendations?" + query)).Problem(400, "without");

    [Theory]
    [InlineData("0123456789ab0123456789abcdef")]
    [InlineData("no-id")]
    public async Task An_answer_that_is_not_kept_is_not_found(string id) =>
        (await shared.Server.SendAsync("GET", "/v1/recommendations/" + id)).Problem(404);
}
