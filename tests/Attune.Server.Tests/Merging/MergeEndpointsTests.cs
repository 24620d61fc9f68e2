using System.Text.Json;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Merging;

public sealed class MergeEndpointsTests(ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_logs_in_finds_what_they_looked_at_before_in_the_next_answer()
    {
        var server = await shop.StartedAsync();
        var (first, second) = (shop.Shop.Items[3].Id.Value, shop.Shop.Items[4].Id.Value);
        await server.Client.SendEventAsync(new EventRow { Type = "view", SessionId = "visit of mia", ItemId = first }, Cancellation);
        await server.Client.SendEventAsync(new EventRow { Type = "hide", SessionId = "visit of mia", ItemId = shop.Shop.Items[5].Id.Value }, Cancellation);
        var login = await server.Client.SendEventAsync(
            new EventRow { Type = "view", UserId = "mia", SessionId = "visit of mia", ItemId = second }, Cancellation);

        var answer = await server.Client.RecommendAsync(new RecommendationQuestion { UserId = "mia", After = login.Token, Explain = true }, Cancellation);
        var profile = await server.Client.ProfileAsync("mia", Cancellation);

        Assert.Equal([second, first], profile.Recent.Select(happened => happened.ItemId));
        Assert.Equal([shop.Shop.Items[5].Id.Value], profile.Excluded);
        Assert.Equal("full", answer.Rung);
    }

    [Fact]
    public async Task Two_users_become_one_with_their_properties_and_blocks_and_training_sees_one()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.SendEventsAsync([View("old", "a"), View("old", "b"), View("new", "c"), View("other", "a")], Cancellation);
        (await server.SendAsync("PUT", "/v1/users/old", """{"city":"Ulm","age":40}""")).Ok(201);
        (await server.SendAsync("PUT", "/v1/users/new", """{"age":41}""")).Ok(201);
        (await server.SendAsync("PUT", "/v1/users/old/blocks", """{"items":["x"]}""")).Ok();

        var merged = await server.Client.MergeUserAsync("new", new MergeSource("old"), Cancellation);
        await server.Client.SendEventAsync(View("old", "d"), Cancellation);
        var later = await server.Client.SendEventAsync(View("new", "e"), Cancellation);
        await server.Client.RecommendAsync(new RecommendationQuestion { UserId = "new", After = later.Token, Deadline = 900 }, Cancellation);

        Assert.Equal("new", merged.Id);
        Assert.Equal(["e", "d", "c", "b", "a"], (await server.Client.ProfileAsync("new", Cancellation)).Recent.Select(happened => happened.ItemId));
        Assert.Equal("""{"age":41,"city":"Ulm"}""", (await server.Client.FindUserAsync("new", Cancellation))!.Properties.ToString());
        Assert.Null(await server.Client.FindUserAsync("old", Cancellation));
        Assert.Equal("x", (await server.SendAsync("GET", "/v1/users/new/blocks")).Ok().Json.GetProperty("items")[0].GetString());
        (await server.SendAsync("POST", "/v1/users/new/merge", """{"from":{"userId":"old"}}""")).Ok();
        (await server.SendAsync("POST", "/v1/users/other/merge", """{"from":{"userId":"old"}}""")).Problem(409);
        (await server.SendAsync("POST", "/v1/users/old/merge", """{"from":{"userId":"new"}}""")).Problem(409);

        var export = await server.Client.ExportUserAsync("old", Cancellation);
        Assert.Equal("new", export.GetProperty("userId").GetString());
        Assert.Equal(["u:new", "u:old"], export.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(6, export.GetProperty("events").GetArrayLength());
        Assert.Equal(5, export.GetProperty("profile").GetProperty("recent").GetArrayLength());
        Assert.Equal("Ulm", export.GetProperty("properties").GetProperty("new").GetProperty("city").GetString());
    }

    [Fact]
    public async Task A_user_gets_another_id_unless_somebody_has_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.SendEventsAsync([View("lea", "a"), View("tom", "b")], Cancellation);

        await server.Client.RenameUserAsync("lea", "lea@example.org", Cancellation);

        Assert.Equal("a", Assert.Single((await server.Client.ProfileAsync("lea@example.org", Cancellation)).Recent).ItemId);
        Assert.Equal("a", Assert.Single((await server.Client.ProfileAsync("lea", Cancellation)).Recent).ItemId);
        var taken = await Assert.ThrowsAsync<AttuneApiException>(() => server.Client.RenameUserAsync("lea@example.org", "tom", Cancellation));
        Assert.Contains("tom", taken.Message, StringComparison.Ordinal);
        (await server.SendAsync("POST", "/v1/users/nobody/rename", """{"to":"somebody"}""")).Problem(404);
    }

    [Fact]
    public async Task An_item_keeps_everything_under_its_new_id_also_after_a_training()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PutItemsAsync([.. "abcdef".Select(item => new PropertiesRow { Id = $"{item}", Properties = JsonSerializer.SerializeToElement(new { price = 3 }) })], Cancellation);
        var random = new Random(4);
        await server.Client.SendEventsAsync([.. Enumerable.Range(0, 300).Select(at => View($"u{at % 40}", $"{"abcdef"[random.Next(6)]}"))], Cancellation);

        await server.Client.RenameItemAsync("a", "a2", Cancellation);
        await server.Client.SendEventAsync(View("ida", "a"), Cancellation);
        var sent = await server.Client.SendEventAsync(View("ida", "a2"), Cancellation);
        await server.Client.RecommendAsync(new RecommendationQuestion { UserId = "ida", After = sent.Token, Deadline = 900 }, Cancellation);
        (await server.SendAsync("PATCH", "/v1/items/a", """{"price":4}""")).Ok(204);
        await server.TrainAsync();

        Assert.Equal(["a2", "a2"], (await server.Client.ProfileAsync("ida", Cancellation)).Recent.Select(happened => happened.ItemId));
        Assert.Equal(4, (await server.Client.FindItemAsync("a2", Cancellation))!.Properties!.Value.GetProperty("price").GetInt32());
        Assert.Equal(6, (await server.Client.GenerationsAsync(Cancellation)).Generations[0].Items);
        var shown = await server.Client.RecommendAsync(new RecommendationQuestion { UserId = "zoe", Count = 10 }, Cancellation);
        Assert.Contains("a2", shown.Items.Select(item => item.Id));
        Assert.DoesNotContain("a", shown.Items.Select(item => item.Id));
        (await server.SendAsync("POST", "/v1/items/a2/rename", """{"to":"b"}""")).Problem(409);
        (await server.SendAsync("POST", "/v1/items/unheard-of/rename", """{"to":"c2"}""")).Problem(404);
    }

    [Theory]
    [InlineData("{}", "from")]
    [InlineData("""{"from":{}}""", "from")]
    [InlineData("""{"from":"old"}""", "from")]
    [InlineData("""{"from":{"userId":"a","sessionId":"b"}}""", "from")]
    [InlineData("""{"from":{"user":"a"}}""", "from.user")]
    [InlineData("""{"from":{"userId":"ann"}}""", "from.userId")]
    public async Task A_merge_that_says_not_whom_is_refused(string body, string field)
    {
        var server = await shop.StartedAsync();

        (await server.SendAsync("POST", "/v1/users/ann/merge", body)).Problem(400, field);
    }

    static EventRow View(string user, string item) => new() { Type = "view", UserId = user, ItemId = item };
}
