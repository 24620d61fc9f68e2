using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class BlockEndpointsTests(SharedServer shared, ShopServer shop, MovieServer movies)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_block_is_obeyed_from_the_next_list_on_and_lifted_the_same_way()
    {
        var client = (await shop.StartedAsync()).Client;
        const string user = "blocks/anna";
        var question = new RecommendationQuestion { UserId = user, Count = 500, Deadline = 5000 };
        var before = (await client.RecommendAsync(question, Cancellation)).Items;
        var category = before.Select(item => item.Properties!.Value).First(item => item.TryGetProperty("categories", out _)).GetProperty("categories")[0].GetString()!;
        var other = before.First(item => !Of(item, category)).Id;

        await client.SaveBlocksAsync(user, new() { Items = [other, other], Filters = [$"\"{category}\" in item.categories"] }, Cancellation);

        var after = (await client.RecommendAsync(question, Cancellation)).Items;
        Assert.NotEmpty(after);
        Assert.DoesNotContain(after, item => item.Id == other || Of(item, category));
        Assert.Equal([other], (await client.BlocksAsync(user, Cancellation)).Items!);
        Assert.Empty((await client.BlocksAsync("blocks-nobody", Cancellation)).Filters!);
        await client.RemoveBlocksAsync(user, Cancellation);
        await client.RemoveBlocksAsync(user, Cancellation);
        Assert.Contains((await client.RecommendAsync(question, Cancellation)).Items, item => item.Id == other);

        static bool Of(AnswerItem item, string category) =>
            item.Properties!.Value.TryGetProperty("categories", out var categories) && categories.EnumerateArray().Any(value => value.GetString() == category);
    }

    [Fact]
    public async Task Who_blocks_a_genre_is_shown_no_film_of_it_though_they_like_them()
    {
        var client = (await movies.StartedAsync()).Client;
        const string user = "blocks-moviegoer";
        var horror = new RecommendationQuestion { UserId = "blocks-anybody", Filter = "\"Horror\" in item.genres", Count = 5, Deadline = 5000 };
        var liked = (await client.RecommendAsync(horror, Cancellation)).Items;
        var sent = await client.SendEventsAsync([.. liked.Select(film => new EventRow { Type = "like", UserId = user, ItemId = film.Id })], Cancellation);
        var question = new RecommendationQuestion { UserId = user, Count = 50, After = sent.Token, Deadline = 5000 };
        Assert.Contains((await client.RecommendAsync(question, Cancellation)).Items, IsHorror);

        await client.SaveBlocksAsync(user, new() { Filters = [horror.Filter!] }, Cancellation);

        var answer = (await client.RecommendAsync(question, Cancellation)).Items;
        Assert.Equal(50, answer.Count);
        Assert.DoesNotContain(answer, IsHorror);

        static bool IsHorror(AnswerItem film) =>
            film.Properties!.Value.TryGetProperty("genres", out var genres) && genres.EnumerateArray().Any(genre => genre.GetString() == "Horror");
    }

    [Fact]
    public async Task A_bad_condition_is_refused_with_its_place_and_what_was_meant()
    {
        var server = await shop.StartedAsync();

        var refused = await server.SendAsync("PUT", "/v1/users/blocks-bad/blocks", """{"filters":["item.price < 5","item.price > 5 && item.prize < 3"]}""");

        var error = refused.Problem(400, "filters[1]");
        Assert.Equal((18, "item.price"), (error.GetProperty("position").GetInt32(), error.GetProperty("suggestion").GetString()));
        Assert.Empty((await server.Client.BlocksAsync("blocks-bad", Cancellation)).Filters!);
    }

    [Theory]
    [InlineData("""{"items":"a"}""", "items")]
    [InlineData("""{"items":[5]}""", "items[0]")]
    [InlineData("""{"filters":[""]}""", "filters[0]")]
    [InlineData("""{"filter":["true"]}""", "filter")]
    public async Task A_bad_list_of_blocks_is_named(string body, string field) =>
        (await shared.Server.SendAsync("PUT", "/v1/users/u/blocks", body)).Problem(400, field);

    [Fact]
    public async Task More_items_or_conditions_than_are_taken_are_refused()
    {
        string Body(string name, int count) => JsonSerializer.Serialize(new Dictionary<string, object> { [name] = Enumerable.Repeat("true", count) });

        (await shared.Server.SendAsync("PUT", "/v1/users/u/blocks", Body("items", 1_001))).Problem(400, "items");
        (await shared.Server.SendAsync("PUT", "/v1/users/u/blocks", Body("filters", 21))).Problem(400, "filters");
    }
}
