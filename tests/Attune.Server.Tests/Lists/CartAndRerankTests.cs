using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Lists;

public class CartAndRerankTests(SharedServer shared, ShopServer shop, MovieServer movies)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cart_is_told_what_goes_with_all_of_it_and_nothing_that_is_in_it()
    {
        var client = new Client.AttuneClient(shared.Server.Http, new() { Workspace = "carts" });
        await client.PutItemsAsync(
            [.. "tent other-tent stove pegs gas".Split(' ').Select(id => new PropertiesRow { Id = id, Properties = JsonSerializer.SerializeToElement(new { name = id }) })],
            Cancellation);
        var sent = await client.SendEventsAsync(
            [
                .. Enumerable.Range(0, 4).SelectMany(user => Basket($"p{user}", "tent", "pegs")),
                .. Enumerable.Range(0, 4).SelectMany(user => Basket($"g{user}", "stove", "gas")),
                .. Enumerable.Range(0, 4).SelectMany(user => new[] { Row("view", $"v{user}", "tent"), Row("view", $"v{user}", "other-tent") }),
            ],
            Cancellation);

        var answer = await client.RecommendAsync(new() { UserId = "me", Cart = ["tent", "stove", "nobody-knows-it"], Count = 2, After = sent.Token, Deadline = 5000 }, Cancellation);

        Assert.Equal(["gas", "pegs"], answer.Items.Select(item => item.Id).Order());
        Assert.All(answer.Items, item => Assert.Equal("bought", item.Reason));
        var similar = await client.RecommendAsync(new() { Cart = ["tent"], Relation = "similar", Count = 5, Deadline = 5000 }, Cancellation);
        Assert.DoesNotContain("tent", similar.Items.Select(item => item.Id));
        Assert.Contains("other-tent", similar.Items.Select(item => item.Id));

        static EventRow[] Basket(string user, string left, string right) => [Row("purchase", user, left), Row("purchase", user, right)];
        static EventRow Row(string type, string user, string item) => new() { Type = type, UserId = user, ItemId = item };
    }

    [Theory]
    [InlineData("""{"cart":["a"],"itemId":"b"}""", "cart")]
    [InlineData("""{"cart":"a"}""", "cart")]
    [InlineData("""{"cart":["a",5]}""", "cart[1]")]
    [InlineData("""{"userId":"u","relation":"complements","cart":[]}""", "relation")]
    public async Task A_bad_cart_is_named(string body, string field) =>
        (await shared.Server.SendAsync("POST", "/v1/recommendations", body)).Problem(400, field);

    [Theory]
    [InlineData("""{"userId":"u"}""", "items")]
    [InlineData("""{"userId":"u","items":[]}""", "items")]
    [InlineData("""{"userId":"u","items":["a"],"count":1001}""", "count")]
    [InlineData("""{"userId":"u","itmes":["a"]}""", "itmes")]
    public async Task A_bad_list_to_put_in_order_is_named(string body, string field) =>
        (await shared.Server.SendAsync("POST", "/v1/rerank", body)).Problem(400, field);

    [Fact]
    public async Task All_given_items_come_back_in_the_users_order_and_what_may_not_be_shown_is_named()
    {
        var server = await shop.StartedAsync();
        await server.Client.PutItemAsync("rerank-unknown", JsonSerializer.SerializeToElement(new { name = "never met" }), Cancellation);
        var all = (await server.Client.RecommendAsync(new() { UserId = "rerank-stranger", Count = 100, Deadline = 5000 }, Cancellation)).Items;
        string[] given = [.. all.Select(item => item.Id).Order(StringComparer.Ordinal).Take(60), "rerank-unknown"];
        string[] liked = [given[3], given[17]];
        var bought = given[5];
        var sent = await server.Client.SendEventsAsync(
            [
                .. liked.Select(item => new EventRow { Type = "like", UserId = "rerank-user", ItemId = item }),
                new() { Type = "purchase", UserId = "rerank-user", ItemId = bought },
            ],
            Cancellation);

        var answer = await server.Client.RerankAsync(
            new() { UserId = "rerank-user", Items = [.. given, given[0], "rerank-not-in-the-catalog"], After = sent.Token, Deadline = 5000 }, Cancellation);

        Assert.Equal(given.Where(id => id != bought).Order(StringComparer.Ordinal), answer.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.Equal([bought, "rerank-not-in-the-catalog"], answer.Left);
        Assert.Equal(answer.Items.Select(item => item.Score).OrderDescending(), answer.Items.Select(item => item.Score));
        var few = await server.Client.RerankAsync(new() { UserId = "rerank-user", Items = given, Count = 3, Deadline = 5000 }, Cancellation);
        Assert.Equal(answer.Items.Take(3).Select(item => item.Id), few.Items.Select(item => item.Id));
        Assert.Equal([bought], few.Left);
        await server.Client.DeleteItemAsync("rerank-unknown", Cancellation);
        Assert.Equal(["rerank-unknown"], (await server.Client.RerankAsync(new() { Items = ["rerank-unknown"], Deadline = 5000 }, Cancellation)).Left);
    }

    [Fact]
    public async Task Films_are_put_in_the_order_of_a_taste()
    {
        var server = await movies.StartedAsync();
        // Liked: Toy Story, The Lion King, Aladdin, Beauty and the Beast, Snow White. Given: three more animations, two of Star Trek.
        string[] children = ["1", "71", "95", "588", "99"];
        HashSet<string> animations = ["418", "420", "432"];
        var answer = await server.Client.RerankAsync(
            new()
            {
                Items = ["420", "222", "228", "418", "432"],
                Events = [.. children.Select(item => new QuestionEvent("like", item))],
                Deadline = 5000,
            },
            Cancellation);

        Assert.Equal(5, answer.Items.Count);
        Assert.Contains(answer.Items[0].Id, animations);
    }
}
