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

    [Theory]
    [InlineData("0123456789ab0123456789abcdef")]
    [InlineData("no-id")]
    public async Task An_answer_that_is_not_kept_is_not_found(string id) =>
        (await shared.Server.SendAsync("GET", "/v1/recommendations/" + id)).Problem(404);
}
