using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

/// <summary>What is kept out is in no answer of any address, from the next request on.</summary>
public class KeptOutTests(ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static readonly string[] Kind = ["kept"];

    static readonly (string Method, string Address, string? Body)[] Paths =
    [
        ("GET", "/v1/users/USER/recommendations?count=500&deadline=5000&after=AFTER", null),
        ("GET", "/v1/items/kept-seed/recommendations?userId=USER&count=500&deadline=5000&after=AFTER", null),
        ("GET", "/v1/items/kept-seed/recommendations?userId=USER&relation=complements&count=500&deadline=5000&after=AFTER", null),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":5000,"after":"AFTER"}"""),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":5000,"after":"AFTER","scenario":"kept-pinned"}"""),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":5000,"after":"AFTER","filter":"\"kept\" in item.categories"}"""),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":5000,"after":"AFTER","include":["TARGET","kept-seed"]}"""),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":5000,"after":"AFTER","cart":["kept-seed"]}"""),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":5000,"after":"AFTER","events":[{"type":"view","itemId":"kept-seed"}]}"""),
        ("POST", "/v1/rerank", """{"userId":"USER","items":["kept-seed","TARGET"],"deadline":5000,"after":"AFTER"}"""),
        ("POST", "/v1/pages", """{"userId":"USER","deadline":5000,"after":"AFTER","rows":[{"name":"a","count":3},{"name":"b","kind":"similar","itemId":"kept-seed","fill":true,"count":500}]}"""),
        ("POST", "/v1/recommendations", """{"userId":"USER","count":500,"deadline":1}"""),
        ("GET", "/v1/trending?userId=USER&count=500&deadline=5000&after=AFTER", null),
    ];

    static readonly (string Name, Func<Client.AttuneClient, string, string, Task<string?>> Apply)[] Ways =
    [
        ("out of stock", (client, _, item) => PatchAsync(client, item, new { stock = 0 })),
        ("not in stock", (client, _, item) => PatchAsync(client, item, new { inStock = false })),
        ("past its window", (client, _, item) => PatchAsync(client, item, new { availableUntil = "2020-01-01T00:00:00Z" })),
        ("before its window", (client, _, item) => PatchAsync(client, item, new { availableFrom = "2200-01-01T00:00:00Z" })),
        ("deleted", async (client, _, item) =>
        {
            await client.DeleteItemAsync(item, Cancellation);
            return null;
        }),
        ("blocked", (client, user, item) => BlockAsync(client, user, new() { Items = [item] })),
        ("blocked by a condition", (client, user, item) => BlockAsync(client, user, new() { Filters = [$"item.name == \"{item}\""] })),
        ("disliked", (client, user, item) => HappensAsync(client, "dislike", user, item)),
        ("hidden", (client, user, item) => HappensAsync(client, "hide", user, item)),
        ("bought", (client, user, item) => HappensAsync(client, "purchase", user, item)),
    ];

    [Fact]
    public async Task What_is_kept_out_is_in_no_answer_of_any_address_from_the_next_request_on()
    {
        var server = await shop.StartedAsync();
        var client = server.Client;
        await PutAsync(client, "kept-seed");
        for (var n = 0; n < Ways.Length; n++)
        {
            var (user, target) = ($"kept-user-{n}", $"kept-item-{n}");
            await PutAsync(client, target);
            await client.SaveScenarioAsync("kept-pinned", new() { Pins = [new(target, 1)] }, cancellation: Cancellation);
            var before = await client.SendEventsAsync(
                [
                    .. Enumerable.Range(0, 3).SelectMany(other => new[] { Row("view", $"kept-other-{n}-{other}", "kept-seed"), Row("view", $"kept-other-{n}-{other}", target) }),
                    Row("view", user, "kept-seed"),
                ],
                Cancellation);
            await EachAsync(server, user, target, before.Token!, (path, answer) => Assert.True(Shows(answer, target), $"{path} does not show {target} to begin with."));

            var after = await Ways[n].Apply(client, user, target) ?? before.Token!;

            await EachAsync(server, user, target, after, (path, answer) => Assert.False(Shows(answer, target), $"{Ways[n].Name}, and yet shown by {path}"));
            await client.DeleteItemAsync(target, Cancellation);
        }

        await client.DeleteItemAsync("kept-seed", Cancellation);
        await client.RemoveScenarioAsync("kept-pinned", Cancellation);
    }

    static async Task EachAsync(TestServer server, string user, string target, string after, Action<string, Reply> check)
    {
        foreach (var (method, address, body) in Paths)
        {
            check($"{method} {address} {body}", (await server.SendAsync(method, Fill(address), body is null ? null : Fill(body))).Ok());
        }

        string Fill(string text) => text
            .Replace("USER", user, StringComparison.Ordinal).Replace("TARGET", target, StringComparison.Ordinal).Replace("AFTER", after, StringComparison.Ordinal);
    }

    // What rerank leaves out is named without "id".
    static bool Shows(Reply answer, string item) => answer.Text.Contains($"\"id\":\"{item}\"", StringComparison.Ordinal);

    static Task PutAsync(Client.AttuneClient client, string id) => client.PutItemAsync(
        id, JsonSerializer.SerializeToElement(new { name = id, categories = Kind, price = 10, stock = 5, inStock = true }), Cancellation);

    static async Task<string?> PatchAsync(Client.AttuneClient client, string item, object properties)
    {
        await client.PatchItemAsync(item, JsonSerializer.SerializeToElement(properties), Cancellation);
        return null;
    }

    static async Task<string?> BlockAsync(Client.AttuneClient client, string user, BlocksInfo blocks)
    {
        await client.SaveBlocksAsync(user, blocks, Cancellation);
        return null;
    }

    static async Task<string?> HappensAsync(Client.AttuneClient client, string type, string user, string item) =>
        (await client.SendEventAsync(Row(type, user, item), Cancellation)).Token;

    static EventRow Row(string type, string user, string item) => new() { Type = type, UserId = user, ItemId = item };
}
