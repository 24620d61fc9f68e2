using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Lists;

public class SearchTests(SharedServer shared, MovieServer movies)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Films_are_found_by_word_beginning_and_a_word_mistyped()
    {
        var server = await movies.StartedAsync();

        Assert.Equal(["127", "187"], (await IdsAsync("godfather")).Take(2).Order());
        Assert.Equal(["127", "187"], (await IdsAsync("the godfahter")).Take(2).Order());
        Assert.Equal("50", (await IdsAsync("star wars"))[0]);
        Assert.Contains("50", await IdsAsync("star wa"));
        Assert.Empty(await IdsAsync("xqzzy "));
        Assert.Empty(await IdsAsync("?!"));

        async Task<string[]> IdsAsync(string text) => [.. (await server.Client.SearchAsync(text, cancellation: Cancellation)).Items.Select(item => item.Id)];
    }

    [Fact]
    public async Task Of_what_matches_as_well_the_films_of_ones_taste_come_first()
    {
        var server = await movies.StartedAsync();
        string[] liked = ["50", "172", "181", "222", "228", "230", "380", "450", "449"];
        var sent = await server.Client.SendEventsAsync(
            [.. liked.Select(item => new EventRow { Type = "like", UserId = "search-trekker", ItemId = item })],
            Cancellation);

        var plain = await server.SendAsync("GET", $"/v1/search?q=the&count=40&personal=0&userId=search-trekker&after={sent.Token}&deadline=5000");
        var personal = await server.SendAsync("GET", "/v1/search?q=the&count=40&personal=100&userId=search-trekker&deadline=5000");

        Assert.NotEqual(Ids(plain.Ok()), Ids(personal.Ok()));
        Assert.All(personal.Json.GetProperty("items").EnumerateArray(), item => Assert.Equal("text", item.GetProperty("reason").GetString()));

        static string[] Ids(Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    [Fact]
    public async Task What_is_written_is_found_at_once_and_what_is_deleted_hidden_or_filtered_is_not()
    {
        var client = new Client.AttuneClient(shared.Server.Http, new() { Workspace = "searched" });
        await PutAsync("crepe", "Crêpe pan, Straße edition", 20, "kitchen");
        await PutAsync("pan", "Frying pan", 35, "kitchen");
        await PutAsync("pancake", "Pancake mix", 4, "food");
        await PutAsync("panda", "Plush panda", 12, "toys");
        await PutAsync("mentioned", "Lid", 9, "kitchen", "Fits the frying pan and other pans of the house");

        Assert.Equal(["pan", "crepe"], (await FindAsync("pan ")).Take(2));
        Assert.Equal("mentioned", (await FindAsync("pan "))[2]);
        Assert.Equal(3, (await FindAsync("pan ")).Length);
        Assert.Equal(["crepe", "mentioned", "pan", "pancake", "panda"], (await FindAsync("pan")).Order());
        Assert.Equal(["crepe"], await FindAsync("CREPE strasse"));
        Assert.Equal("pancake", (await FindAsync("pancqke"))[0]);
        Assert.Equal("pan", (await FindAsync("kitchen frying"))[0]);
        Assert.Equal(["pan"], await FindAsync("pan", "item.price > 30"));

        await PutAsync("pan", "Saucepot", 35, "kitchen");
        await client.DeleteItemAsync("panda", Cancellation);
        var sent = await client.SendEventsAsync(
            [new() { Type = "hide", UserId = "me", ItemId = "pancake" }, new() { Type = "purchase", UserId = "me", ItemId = "crepe" }], Cancellation);

        Assert.Equal("pan", (await FindAsync("saucepot"))[0]);
        Assert.Equal(["crepe", "mentioned"], (await FindAsync("pan", user: "me", after: sent.Token)).Order());

        Task PutAsync(string id, string name, int price, string category, string? description = null) =>
            client.PutItemAsync(id, JsonSerializer.SerializeToElement(new { name, price, categories = new[] { category }, description }), Cancellation);

        async Task<string[]> FindAsync(string text, string? filter = null, string? user = null, string? after = null)
        {
            var query = $"q={Uri.EscapeDataString(text)}&deadline=5000" + (filter is null ? "" : "&filter=" + Uri.EscapeDataString(filter))
                + (user is null ? "" : "&userId=" + user) + (after is null ? "" : "&after=" + after);
            var reply = (await shared.Server.SendAsync("GET", "/v1/search?" + query, null, "", ("Attune-Workspace", "searched"))).Ok();
            return [.. reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        }
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("q=", "q")]
    [InlineData("q=a&personal=101", "personal")]
    [InlineData("q=a&filter=item.price%20%3C", "filter")]
    public async Task A_bad_search_is_named(string query, string field) =>
        (await shared.Server.SendAsync("GET", "/v1/search?" + query)).Problem(400, field);
}
