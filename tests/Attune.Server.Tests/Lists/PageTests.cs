using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Lists;

public class PageTests(SharedServer shared, ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_has_no_item_twice_and_each_row_is_of_its_kind()
    {
        var server = await shop.StartedAsync();
        var some = (await server.Client.TrendingAsync("7d", 40, cancellation: Cancellation)).Items;
        var (seen, bought) = (some[0].Id, some[1].Id);
        var sent = await server.Client.SendEventsAsync(
            [
                new() { Type = "purchase", UserId = "page-user", ItemId = bought },
                .. some.Skip(2).Take(3).Select(item => new EventRow { Type = "view", UserId = "page-user", ItemId = item.Id }),
                new() { Type = "view", UserId = "page-user", ItemId = seen },
            ],
            Cancellation);

        var page = await server.Client.PageAsync(
            new()
            {
                UserId = "page-user",
                After = sent.Token,
                Deadline = 5000,
                Rows =
                [
                    new() { Name = "again", Title = "Buy again", Kind = "buyAgain", Count = 4 },
                    new() { Name = "seen", Kind = "recentlyViewed", Count = 4 },
                    new() { Name = "for-you", Count = 20 },
                    new() { Name = "like-it", Title = "Because you looked at it", Kind = "similar", Count = 12 },
                    new() { Name = "trending", Kind = "trending", Count = 12, Filter = "item.price > 0" },
                    new() { Name = "never", Kind = "buyAgain", Count = 5, Minimum = 2 },
                    new() { Name = "filled", Kind = "buyAgain", Count = 5, Fill = true },
                ],
            },
            Cancellation);

        var items = page.Rows.SelectMany(row => row.Items).Select(item => item.Id).ToList();
        Assert.Equal(items.Distinct(), items);
        Assert.Equal(["again", "seen", "for-you", "like-it", "trending", "filled"], page.Rows.Select(row => row.Name));
        Assert.Equal(["never"], page.Dropped);
        Assert.Equal([bought], page.Rows[0].Items.Select(item => item.Id));
        Assert.Equal("Buy again", page.Rows[0].Title);
        Assert.Equal("boughtBefore", page.Rows[0].Items[0].Reason);
        Assert.Equal([seen, some[4].Id, some[3].Id, some[2].Id], page.Rows[1].Items.Select(item => item.Id));
        Assert.Equal(seen, page.Rows[3].ItemId);
        Assert.Equal([20, 12, 12, 5], page.Rows.Skip(2).Select(row => row.Items.Count));
        Assert.Equal(page.Rows.Count, page.Rows.Select(row => row.RecommendationId).Distinct().Count());
    }

    [Fact]
    public async Task Rows_are_ranked_where_that_is_asked_for_and_a_strangers_page_is_full_too()
    {
        var server = await shop.StartedAsync();
        var question = new PageQuestion
        {
            UserId = "page-stranger",
            Order = "ranked",
            Deadline = 5000,
            Rows =
            [
                new() { Name = "again", Kind = "buyAgain" },
                new() { Name = "late", Kind = "recommendations", Filter = "item.price > 20" },
                new() { Name = "trending", Kind = "trending" },
                new() { Name = "like-the-last", Kind = "similar" },
            ],
        };
        var page = await server.Client.PageAsync(question, Cancellation);

        Assert.Equal(["again", "like-the-last"], page.Dropped);
        Assert.Equal(["late", "trending"], page.Rows.Select(row => row.Name).Order());
        Assert.All(page.Rows, row => Assert.Equal(10, row.Items.Count));
    }

    [Theory]
    [InlineData("""{"userId":"u","rows":[]}""", "rows")]
    [InlineData("""{"userId":"u"}""", "rows")]
    [InlineData("""{"rows":[{"name":"a"},{"name":"a"}]}""", "rows[1].name")]
    [InlineData("""{"rows":[{"title":"a"}]}""", "rows[0].name")]
    [InlineData("""{"rows":[{"name":"a","kind":"similr"}]}""", "rows[0].kind")]
    [InlineData("""{"rows":[{"name":"a","count":501}]}""", "rows[0].count")]
    [InlineData("""{"rows":[{"name":"a"},{"name":"b","filter":"item.price <"}]}""", "rows[1].filter")]
    [InlineData("""{"rows":[{"name":"a"}],"filter":"item.price <"}""", "filter")]
    [InlineData("""{"rows":[{"name":"a"}],"order":"rank"}""", "order")]
    [InlineData("""{"rows":[5]}""", "rows[0]")]
    public async Task A_bad_page_is_named_by_row_and_field(string body, string field) =>
        (await shared.Server.SendAsync("POST", "/v1/pages", body)).Problem(400, field);

    [Fact]
    public async Task What_is_deleted_hidden_or_filtered_is_in_no_list_of_ones_own()
    {
        var client = new Client.AttuneClient(shared.Server.Http, new() { Workspace = "own-lists" });
        string[] ids = ["tea", "mug", "gone", "ugly", "dear"];
        await client.PutItemsAsync(
            [.. ids.Select((id, n) => new PropertiesRow { Id = id, Properties = JsonSerializer.SerializeToElement(new { price = id == "dear" ? 900 : 9 }) })], Cancellation);
        var day = TimeProvider.System.GetUtcNow().AddDays(-40);
        var sent = await client.SendEventsAsync(
            [
                .. ids.SelectMany(id => new[] { Row("view", id, day), Row("purchase", id, day.AddMinutes(1)) }),
                Row("purchase", "tea", day.AddDays(20)),
                Row("hide", "ugly", day.AddDays(21)),
            ],
            Cancellation);
        await client.DeleteItemAsync("gone", Cancellation);
        var after = $"after={sent.Token}&deadline=5000";

        var viewed = await ListAsync($"/v1/users/me/recently-viewed?{after}");
        var again = await ListAsync($"/v1/users/me/buy-again?{after}&filter=item.price%20%3C%20100");
        var trending = await ListAsync($"/v1/trending?halfLife=1d&userId=other&{after}");

        Assert.Equal(["tea", "dear", "mug"], viewed);
        Assert.Equal(["tea", "mug"], again);
        Assert.Equal(["dear", "mug", "tea", "ugly"], trending.Order(StringComparer.Ordinal).OrderBy(id => id == "ugly"));
        Assert.Empty(await ListAsync("/v1/users/nobody/recently-viewed"));
        Assert.Empty(await ListAsync("/v1/users/nobody/buy-again"));
        Assert.Empty(await ListAsync($"/v1/trending?userId=me&{after}"));
        (await shared.Server.SendAsync("GET", "/v1/trending?halfLife=2d")).Problem(400, "halfLife");

        EventRow Row(string type, string item, DateTimeOffset time) => new() { Type = type, UserId = "me", ItemId = item, Timestamp = time };

        async Task<string[]> ListAsync(string path)
        {
            var reply = (await shared.Server.SendAsync("GET", path, null, "", ("Attune-Workspace", "own-lists"))).Ok();
            return [.. reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        }
    }
}
