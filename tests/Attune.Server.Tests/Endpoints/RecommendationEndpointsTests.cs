using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class RecommendationEndpointsTests(SharedServer shared)
{
    static readonly (string, string) Workspace = ("Attune-Workspace", "answers");

    CancellationToken Cancellation => TestContext.Current.CancellationToken;

    Task<Reply> SendAsync(string method, string path, string? body = null) => shared.Server.SendAsync(method, path, body, "application/json", Workspace);

    [Fact]
    public async Task An_empty_workspace_answers_with_an_empty_list()
    {
        var reply = (await shared.Server.SendAsync("GET", "/v1/users/nobody/recommendations", null, "", ("Attune-Workspace", "empty"))).Ok();

        Assert.Equal(0, reply.Json.GetProperty("items").GetArrayLength());
        Assert.NotEmpty(reply.Json.GetProperty("recommendationId").GetString()!);
        Assert.Equal(0, reply.Json.GetProperty("generation").GetInt32());
    }

    [Fact]
    public async Task What_happened_a_moment_ago_is_in_the_next_answer()
    {
        var server = shared.Server;
        var client = new Client.AttuneClient(server.Http, new() { Workspace = "fresh" });
        await client.PutItemsAsync(
            [.. Enumerable.Range(0, 5).Select(i => new PropertiesRow { Id = $"f{i}", Properties = System.Text.Json.JsonSerializer.SerializeToElement(new { price = i * 10 }) })],
            Cancellation);
        var sent = await client.SendEventsAsync(
            [.. Enumerable.Range(0, 10).SelectMany(user => new[] { Row($"u{user}", "f1"), Row($"u{user}", "f2") })], Cancellation);

        var answer = await client.RecommendAsync(
            new() { UserId = "newcomer", Count = 2, After = sent.Token, Deadline = 5000, Filter = "item.price == 20", Explain = true }, Cancellation);

        Assert.Equal("f2", answer.Items[0].Id);
        Assert.Equal(20, answer.Items[0].Properties!.Value.GetProperty("price").GetInt32());
        Assert.All(answer.Items, item => Assert.NotEmpty(item.Reason));

        var profile = await client.ProfileAsync("u3", Cancellation);
        Assert.Equal(["f2", "f1"], profile.Recent.Select(happened => happened.ItemId));
        Assert.Equal(2, profile.Counts["view"]);
        var activity = (await server.SendAsync("GET", "/v1/items/f1/activity", null, "", ("Attune-Workspace", "fresh"))).Ok();
        Assert.InRange(activity.Json.GetProperty("trending").GetProperty("7d").GetDouble(), 9.9, 10.01);

        static EventRow Row(string user, string item) => new() { Type = "view", UserId = user, ItemId = item };
    }

    [Fact]
    public async Task An_item_page_is_told_what_goes_with_the_item_and_what_is_bought_after_it()
    {
        var server = shared.Server;
        var workspace = ("Attune-Workspace", "baskets");
        var client = new Client.AttuneClient(server.Http, new() { Workspace = "baskets" });
        await client.PutItemsAsync(
            [.. "tent other-tent pegs".Split(' ').Select(id => new PropertiesRow { Id = id, Properties = System.Text.Json.JsonSerializer.SerializeToElement(new { name = id }) })],
            Cancellation);
        var sent = await client.SendEventsAsync(
            [
                .. Enumerable.Range(0, 3).SelectMany(user => new[] { Row("view", user, "tent"), Row("view", user, "other-tent"), Row("purchase", user, "tent") }),
                Row("purchase", 0, "pegs"),
                Row("view", 9, "tent"), Row("purchase", 9, "other-tent"),
            ],
            Cancellation);

        var similar = await AskAsync("");
        var complements = await AskAsync("&relation=complements");
        var after = await AskAsync("&relation=boughtAfter");

        Assert.Equal("other-tent", similar.GetProperty("id").GetString());
        Assert.Equal("pegs", complements.GetProperty("id").GetString());
        Assert.Equal("bought", complements.GetProperty("reason").GetString());
        Assert.Equal("other-tent", after.GetProperty("id").GetString());
        Assert.Equal("bought", after.GetProperty("reason").GetString());
        var general = await client.RecommendAsync(new() { ItemId = "tent", Relation = "complements", Deadline = 5000 }, Cancellation);
        Assert.Equal("pegs", general.Items[0].Id);

        async Task<System.Text.Json.JsonElement> AskAsync(string relation) =>
            (await server.SendAsync("GET", $"/v1/items/tent/recommendations?deadline=5000&after={sent.Token}{relation}", null, "", workspace)).Ok().Json.GetProperty("items")[0];

        static EventRow Row(string type, int user, string item) => new() { Type = type, UserId = $"u{user}", ItemId = item };
    }

    [Fact]
    public async Task A_relation_that_is_none_is_named_with_those_there_are()
    {
        var error = (await SendAsync("GET", "/v1/items/i/recommendations?relation=complement")).Problem(400, "relation");

        Assert.Equal("complements", error.GetProperty("suggestion").GetString());
        (await SendAsync("GET", "/v1/users/u/recommendations?relation=similar")).Problem(400, "relation");
        (await SendAsync("POST", "/v1/recommendations", """{"userId":"u","relation":"complements"}""")).Problem(400, "relation");
        var document = (await shared.Server.SendAsync("GET", "/openapi/v1.json", null, "")).Ok().Text;
        Assert.Contains("\"boughtAfter\"", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count=0", "count")]
    [InlineData("count=501", "count")]
    [InlineData("count=ten", "count")]
    [InlineData("count=5&count=6", "count")]
    [InlineData("deadline=5001", "deadline")]
    [InlineData("after=yesterday", "after")]
    [InlineData("explain=maybe", "explain")]
    [InlineData("cuont=5", "cuont")]
    [InlineData("filter=item.price%20%3C", "filter")]
    [InlineData("scenario=", "scenario")]
    public async Task A_bad_parameter_is_a_problem_that_names_it(string query, string field) =>
        (await SendAsync("GET", "/v1/users/u/recommendations?" + query)).Problem(400, field);

    [Fact]
    public async Task A_misspelt_parameter_gets_the_nearest_name()
    {
        var error = (await SendAsync("GET", "/v1/users/u/recommendations?cuont=5")).Problem(400, "cuont");

        Assert.Equal("count", error.GetProperty("suggestion").GetString());
    }

    [Fact]
    public async Task A_filters_fault_says_where()
    {
        var error = (await SendAsync("GET", "/v1/users/u/recommendations?filter=item.price%20%3C%3C%203")).Problem(400, "filter");

        Assert.True(error.GetProperty("position").GetInt32() >= 10, error.GetRawText());
    }

    [Fact]
    public async Task Several_faults_are_named_in_one_answer()
    {
        var reply = await SendAsync("GET", "/v1/users/u/recommendations?count=0&deadline=0");

        reply.Problem(400, "count");
        Assert.Equal(2, reply.Json.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"count":1.5}""", "count")]
    [InlineData("""{"count":"5"}""", "count")]
    [InlineData("""{"userId":7}""", "userId")]
    [InlineData("""{"events":{}}""", "events")]
    [InlineData("""{"events":[5]}""", "events[0]")]
    [InlineData("""{"events":[{"type":"view"}]}""", "events[0].itemId")]
    [InlineData("""{"events":[{"type":"vew","itemId":"i"}]}""", "events[0].type")]
    [InlineData("""{"exclude":["a",5]}""", "exclude[1]")]
    [InlineData("""{"explain":"yes"}""", "explain")]
    [InlineData("""{"fliter":"true"}""", "fliter")]
    [InlineData("""{"userId":"\ud800"}""", "body")]
    [InlineData("""[]""", "body")]
    [InlineData("""{""", "body")]
    public async Task A_bad_field_of_the_general_question_is_named(string body, string field) =>
        (await SendAsync("POST", "/v1/recommendations", body)).Problem(400, field);

    [Fact]
    public async Task The_general_question_takes_a_visitors_events()
    {
        var reply = (await SendAsync("POST", "/v1/recommendations", """{"sessionId":"s","events":[{"type":"view","itemId":"unseen"}],"exclude":["x"],"count":3}""")).Ok();

        Assert.True(reply.Json.GetProperty("tookMs").GetDouble() >= 0);
    }
}
