using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Lists;

/// <summary>What may not be shown is in no list of any kind, from the next request on.</summary>
public class NowhereTests(ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("deleted")]
    [InlineData("outOfStock")]
    [InlineData("hidden")]
    [InlineData("blocked")]
    [InlineData("filtered")]
    public async Task It_is_in_none_of_them(string how)
    {
        var server = await shop.StartedAsync();
        var (item, user) = ($"nowhere-{how}", $"nowhere-user-{how}");
        var like = (await server.Client.TrendingAsync("7d", 3, cancellation: Cancellation)).Items.Select(one => one.Id).ToList();
        await PutAsync(server, item, inStock: true);
        await server.Client.SendEventsAsync(
            [
                .. Enumerable.Range(0, 40).SelectMany(n => new[] { Row("view", $"nowhere-{how}-{n}", like[n % 3]), Row("cart", $"nowhere-{how}-{n}", item) }),
                .. Enumerable.Range(0, 10).SelectMany(n => new[] { Row("purchase", $"nowhere-{how}-b{n}", like[n % 3]), Row("purchase", $"nowhere-{how}-b{n}", item) }),
            ],
            Cancellation);
        var sent = await server.Client.SendEventsAsync([.. like.Select(one => Row("view", user, one)), Row("view", user, item)], Cancellation);
        var without = how == "filtered" ? $"item.name != \"{item}\"" : null;

        var before = await WhereAsync(server, item, user, like, null, sent.Token!);
        switch (how)
        {
            case "deleted":
                await server.Client.DeleteItemAsync(item, Cancellation);
                break;
            case "outOfStock":
                await PutAsync(server, item, inStock: false);
                break;
            case "hidden":
                sent = await server.Client.SendEventAsync(Row("hide", user, item), Cancellation);
                break;
            case "blocked":
                (await server.SendAsync("PUT", $"/v1/users/{user}/blocks", $$"""{"items":["{{item}}"]}""")).Ok();
                break;
        }

        var after = await WhereAsync(server, item, user, like, without, sent.Token!);
        await server.Client.DeleteItemAsync(item, Cancellation);

        Assert.Subset(before.ToHashSet(), new HashSet<string> { "rerank", "search", "viewed", "similar", "cart", "trending", "page" });
        Assert.Empty(after);
    }

    // The lists that hold the item, of every kind there is.
    static async Task<List<string>> WhereAsync(TestServer server, string item, string user, List<string> like, string? filter, string token)
    {
        var query = $"count=100&deadline=5000&after={token}" + (filter is null ? "" : "&filter=" + Uri.EscapeDataString(filter));
        var asked = new Dictionary<string, object?> { ["userId"] = user, ["filter"] = filter, ["after"] = token, ["deadline"] = 5000 };
        (string Name, string Method, string Path, object? Body)[] lists =
        [
            ("for-user", "GET", $"/v1/users/{user}/recommendations?{query}", null),
            ("similar", "GET", $"/v1/items/{like[0]}/recommendations?userId={user}&{query}", null),
            ("complements", "GET", $"/v1/items/{like[0]}/recommendations?relation=complements&userId={user}&{query}", null),
            ("after", "GET", $"/v1/items/{like[0]}/recommendations?relation=boughtAfter&userId={user}&{query}", null),
            ("viewed", "GET", $"/v1/users/{user}/recently-viewed?{query}", null),
            ("again", "GET", $"/v1/users/{user}/buy-again?{query}", null),
            ("trending", "GET", $"/v1/trending?halfLife=1h&userId={user}&{query}", null),
            ("all-trending", "GET", $"/v1/trending?userId={user}&{query}", null),
            ("search", "GET", $"/v1/search?q=nowhere&userId={user}&{query}", null),
            ("values", "GET", $"/v1/users/{user}/values/categories?items=20&{query}", null),
            ("cart", "POST", "/v1/recommendations", new Dictionary<string, object?>(asked) { ["cart"] = like, ["count"] = 100 }),
            ("rerank", "POST", "/v1/rerank", new Dictionary<string, object?>(asked) { ["items"] = (List<string>)[item, .. like] }),
            ("page", "POST", "/v1/pages", new Dictionary<string, object?>(asked)
            {
                ["rows"] = (List<object>)
                [
                    new { name = "a", kind = "recentlyViewed" },
                    new { name = "b", kind = "trending" },
                    new { name = "c", kind = "similar", itemId = like[0] },
                    new { name = "d", count = 200 },
                ],
            }),
        ];
        var found = new List<string>();
        foreach (var (name, method, path, body) in lists)
        {
            var reply = (await server.SendAsync(method, path, body is null ? null : JsonSerializer.Serialize(body))).Ok();
            if (reply.Text.Contains($"\"id\":\"{item}\"", StringComparison.Ordinal))
            {
                found.Add(name);
            }
        }

        return found;
    }

    static Task PutAsync(TestServer server, string item, bool inStock) =>
        server.Client.PutItemAsync(item, JsonSerializer.SerializeToElement(new { name = item, price = 5, categories = (List<string>)["nowhere"], inStock }), Cancellation);

    static EventRow Row(string type, string user, string item) => new() { Type = type, UserId = user, ItemId = item };
}
