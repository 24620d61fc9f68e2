using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class AvailabilityTests(SharedServer shared, ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sold_out_is_gone_from_the_next_question_on()
    {
        var server = await shop.StartedAsync();
        await server.Client.PutItemAsync("avail-lamp", JsonSerializer.SerializeToElement(new { name = "Lamp", stock = 1, inStock = true }), Cancellation);
        var question = new RecommendationQuestion { UserId = "avail-stranger", Count = 500, Filter = "item.name == \"Lamp\"", Deadline = 5000 };
        Assert.Equal("avail-lamp", Assert.Single((await server.Client.RecommendAsync(question, Cancellation)).Items).Id);

        await server.Client.PatchItemAsync("avail-lamp", JsonSerializer.SerializeToElement(new { stock = 0 }), Cancellation);
        Assert.Empty((await server.Client.RecommendAsync(question, Cancellation)).Items);

        await server.Client.PatchItemAsync("avail-lamp", JsonSerializer.SerializeToElement(new { stock = 5, inStock = false }), Cancellation);
        Assert.Empty((await server.Client.RecommendAsync(question, Cancellation)).Items);
        await server.Client.DeleteItemAsync("avail-lamp", Cancellation);
    }

    [Fact]
    public async Task A_question_may_say_which_items_alone_it_wants()
    {
        var server = await shop.StartedAsync();
        var any = await server.Client.RecommendAsync(new() { UserId = "avail-stranger", Count = 20, Deadline = 5000 }, Cancellation);
        string[] wanted = [any.Items[3].Id, any.Items[11].Id, "avail-nobody-knows-it"];

        var answer = await server.Client.RecommendAsync(new() { UserId = "avail-stranger", Include = wanted, Deadline = 5000 }, Cancellation);

        Assert.Equal(wanted.Take(2).Order(StringComparer.Ordinal), answer.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"include":"a"}""", "include")]
    [InlineData("""{"include":["a",7]}""", "include[1]")]
    [InlineData("""{"includes":["a"]}""", "includes")]
    public async Task A_bad_restriction_is_named(string body, string field) =>
        (await shared.Server.SendAsync("POST", "/v1/recommendations", body)).Problem(400, field);
}
