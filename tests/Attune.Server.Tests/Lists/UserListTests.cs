using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Lists;

public class UserListTests(SharedServer shared, ShopServer shop, MovieServer movies)
{
    static readonly string[] Animations = ["1", "71", "95", "588", "99", "418", "432"];
    static readonly string[] Treks = ["222", "227", "228", "229", "230", "380", "449", "450"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_is_told_who_would_like_it_and_who_bought_it_is_left_out()
    {
        var server = await movies.StartedAsync();
        await LikeAsync(server, "audience-trekker", Treks[..^1]);
        await LikeAsync(server, "audience-child", Animations);
        await LikeAsync(server, "audience-owner", Treks);
        var bought = await server.Client.SendEventAsync(new() { Type = "purchase", UserId = "audience-owner", ItemId = "450" }, Cancellation);
        await server.Client.RecommendAsync(new() { After = bought.Token, Deadline = 5000 }, Cancellation);

        await AudienceAsync(server);
        var found = await server.Client.UsersOfItemAsync("450", 200, Cancellation);
        var ids = found.Users.Select(user => user.Id).ToList();

        Assert.Equal(200, ids.Distinct().Count());
        Assert.NotNull(found.AsOf);
        Assert.DoesNotContain("audience-owner", ids);
        Assert.Equal(found.Users.Select(user => user.Score).OrderDescending(), found.Users.Select(user => user.Score));
        Assert.Empty((await server.Client.UsersOfItemAsync("nobody-knows-it", null, Cancellation)).Users);
    }

    [Fact]
    public async Task Users_are_told_who_is_like_them_and_are_not_among_them()
    {
        var server = await movies.StartedAsync();
        await AudienceAsync(server);
        var some = (await server.Client.UsersOfItemAsync("50", 5, Cancellation)).Users;

        var like = await server.Client.SimilarUsersAsync(some[0].Id, 20, Cancellation);

        Assert.Equal(20, like.Users.Count);
        Assert.DoesNotContain(some[0].Id, like.Users.Select(user => user.Id));
        Assert.All(like.Users, user => Assert.InRange(user.Score, 0, 1.0001));
        var back = await server.Client.SimilarUsersAsync(like.Users[0].Id, 200, Cancellation);
        Assert.Equal(like.Users[0].Score, back.Users.Single(user => user.Id == some[0].Id).Score, 1e-3);
        Assert.Empty((await server.Client.SimilarUsersAsync("audience-nobody", null, Cancellation)).Users);
    }

    [Fact]
    public async Task Genres_are_ranked_by_what_a_user_likes_with_films_of_each()
    {
        var server = await movies.StartedAsync();
        var token = await LikeAsync(server, "values-child", Animations);
        await server.Client.RecommendAsync(new() { After = token, Deadline = 5000 }, Cancellation);

        var values = await server.Client.ValuesAsync("values-child", "genres", 6, 3, Cancellation);
        var stranger = await server.Client.ValuesAsync("values-stranger", "genres", 6, cancellation: Cancellation);

        var childrens = values.Values.Select((value, place) => (value.Value, place)).First(value => value.Value.StartsWith("Anim", StringComparison.OrdinalIgnoreCase));
        Assert.InRange(childrens.place, 0, 2);
        var animation = values.Values[childrens.place];
        Assert.True(animation.Share > 3 * animation.CatalogShare, $"{animation}");
        Assert.InRange(animation.Items!.Count, 1, 3);
        Assert.DoesNotContain(stranger.Values[0].Value, animation.Value);
        Assert.Equal(values.Values.Select(value => value.Share).OrderDescending(), values.Values.Select(value => value.Share));
    }

    [Fact]
    public async Task A_shop_is_told_the_categories_of_a_user_and_what_property_has_none()
    {
        var server = await shop.StartedAsync();
        var seen = (await server.Client.RecommendAsync(new() { UserId = "values-none", Count = 1, Deadline = 5000 }, Cancellation)).Items[0];
        var property = seen.Properties!.Value.EnumerateObject().First(one => one.Value.ValueKind is JsonValueKind.Array).Name;
        var sent = await server.Client.SendEventAsync(new() { Type = "like", UserId = "values-shopper", ItemId = seen.Id }, Cancellation);
        await server.Client.RecommendAsync(new() { After = sent.Token, Deadline = 5000 }, Cancellation);

        var values = await server.Client.ValuesAsync("values-shopper", property, cancellation: Cancellation);

        Assert.NotEmpty(values.Values);
        Assert.All(values.Values, value => Assert.InRange(value.Share, 0, 1.0001));
        (await server.SendAsync("GET", "/v1/users/values-shopper/values/price")).Problem(400, "property");
    }

    [Fact]
    public async Task What_trends_in_a_country_is_what_its_users_take_up()
    {
        await using var server = await TestServer.StartAsync(settings: new() { Audience = new() { Segments = ["country"] } });
        await server.Client.PutItemsAsync([.. "ski skate boat gone".Split(' ').Select(id => new PropertiesRow { Id = id, Properties = JsonSerializer.SerializeToElement(new { name = id }) })], Cancellation);
        await server.Client.PutUsersAsync([.. Enumerable.Range(0, 9).Select(n => new PropertiesRow { Id = $"u{n}", Properties = JsonSerializer.SerializeToElement(new { country = n < 6 ? "NO" : "NL" }) })], Cancellation);
        var sent = await server.Client.SendEventsAsync(
            [
                .. Enumerable.Range(0, 6).SelectMany(n => new[] { Row(n, "ski"), Row(n, n < 2 ? "skate" : "gone") }),
                .. Enumerable.Range(6, 3).SelectMany(n => new[] { Row(n, "skate"), Row(n, "boat") }),
            ],
            Cancellation);
        await server.Client.DeleteItemAsync("gone", Cancellation);
        await server.Client.RecommendAsync(new() { After = sent.Token, Deadline = 5000 }, Cancellation);

        while ((await InAsync("country:NO")).Length == 0)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(["ski", "skate"], await InAsync("country:NO"));
        Assert.Equal(["boat", "skate"], (await InAsync("country:NL")).Order());
        Assert.Empty(await InAsync("country:SE"));
        (await server.SendAsync("GET", "/v1/trending?segment=county:NO")).Problem(400, "segment");
        (await server.SendAsync("GET", "/v1/trending?segment=country:NO&halfLife=1d")).Problem(400, "halfLife");

        async Task<string[]> InAsync(string segment)
        {
            var reply = (await server.SendAsync("GET", $"/v1/trending?deadline=5000&segment={segment}")).Ok();
            return [.. reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        }

        static EventRow Row(int user, string item) => new() { Type = "view", UserId = $"u{user}", ItemId = item };
    }

    [Theory]
    [InlineData("/v1/items/i/users?count=0", "count")]
    [InlineData("/v1/items/i/users?deadline=0", "deadline")]
    [InlineData("/v1/users/u/similar-users?count=201", "count")]
    [InlineData("/v1/users/u/values/no-such-property", "property")]
    [InlineData("/v1/users/u/values/x?items=21", "items")]
    [InlineData("/v1/trending?segment=country:NO", "segment")]
    public async Task A_bad_question_for_users_or_values_is_named(string path, string field) =>
        (await shared.Server.SendAsync("GET", path)).Problem(400, field);

    // The first question may come back before everybody was looked at.
    static async Task AudienceAsync(TestServer server)
    {
        while ((await server.Client.UsersOfItemAsync("50", 1, Cancellation)).AsOf is null)
        {
            await Task.Delay(50, Cancellation);
        }
    }

    static async Task<string> LikeAsync(TestServer server, string user, string[] items) =>
        (await server.Client.SendEventsAsync([.. items.Select(item => new EventRow { Type = "like", UserId = user, ItemId = item })], Cancellation)).Token!;
}
