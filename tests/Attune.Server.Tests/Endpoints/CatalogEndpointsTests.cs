using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class CatalogEndpointsTests(SharedServer shared)
{
    static readonly (string, string) Workspace = ("Attune-Workspace", "catalog");

    Task<Reply> SendAsync(string method, string path, string? body = null, string type = "application/json") =>
        shared.Server.SendAsync(method, path, body, type, Workspace);

    [Fact]
    public async Task An_item_is_put_patched_shown_and_deleted()
    {
        (await SendAsync("PUT", "/v1/items/a", """{"name":"Lamp","price":19.5,"inStock":true}""")).Ok(201);
        (await SendAsync("PUT", "/v1/items/a", """{"name":"Lamp","price":20,"inStock":true}""")).Ok(204);
        (await SendAsync("PATCH", "/v1/items/a", """{"price":25,"inStock":null}""")).Ok(204);

        var shown = (await SendAsync("GET", "/v1/items/a")).Ok();
        Assert.Equal("a", shown.Json.GetProperty("id").GetString());
        Assert.Equal(25, shown.Json.GetProperty("properties").GetProperty("price").GetDouble());
        Assert.False(shown.Json.GetProperty("properties").TryGetProperty("inStock", out _));

        (await SendAsync("DELETE", "/v1/items/a")).Ok(204);
        (await SendAsync("DELETE", "/v1/items/a")).Ok(204);
        (await SendAsync("GET", "/v1/items/a")).Problem(404);
    }

    [Theory]
    [InlineData("with%2Fslash", "with/slash")]
    [InlineData("with%252Fescape", "with%2Fescape")]
    [InlineData("caf%C3%A9%20%F0%9F%98%80", "café 😀")]
    public async Task An_id_of_any_letters_comes_back_as_it_was(string path, string id)
    {
        (await SendAsync("PUT", "/v1/items/" + path, """{"label":"x"}""")).Ok(201);

        Assert.Equal(id, (await SendAsync("GET", "/v1/items/" + path)).Ok().Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_batch_gets_a_verdict_a_row()
    {
        const string lines = """
            {"id":"b1","properties":{"weight":1}}
            {"id":"b2","properties":{"weight":"heavy"}}
            {"id":"b3"}
            nonsense
            {"id":"b4","properties":{"weight":2},"price":3}
            """;

        var reply = (await SendAsync("POST", "/v1/items", lines, "application/x-ndjson")).Ok();

        Assert.Equal(["accepted", "refused", "refused", "refused", "refused"], reply.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("verdict").GetString()!));
        Assert.Equal("[2].properties", reply.Json.GetProperty("rows")[2].GetProperty("error").GetProperty("field").GetString());
        Assert.Equal("[4].price", reply.Json.GetProperty("rows")[4].GetProperty("error").GetProperty("field").GetString());
        (await SendAsync("GET", "/v1/items/b1")).Ok();
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_and_names_both_types()
    {
        (await SendAsync("PUT", "/v1/items/t1", """{"size":5}""")).Ok(201);

        var error = (await SendAsync("PUT", "/v1/items/t2", """{"size":"big"}""")).Problem(400, "size");

        Assert.Contains("number", error.GetProperty("limit").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_are_listed_page_by_page()
    {
        (string, string) workspace = ("Attune-Workspace", "pages");
        var rows = string.Join('\n', Enumerable.Range(0, 25).Select(i => $$$"""{"id":"p{{{i}}}","properties":{"n":{{{i}}}}}"""));
        (await shared.Server.SendAsync("POST", "/v1/items", rows, "application/x-ndjson", workspace)).Ok();

        var seen = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = (await shared.Server.SendAsync("GET", $"/v1/items?count=10{(next.Length == 0 ? "" : "&from=" + next)}", null, "", workspace)).Ok().Json;
            Assert.Equal(25, page.GetProperty("total").GetInt32());
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => "p" + i), seen);
    }

    [Fact]
    public async Task A_users_properties_are_kept_and_properties_are_listed_with_types()
    {
        (await SendAsync("PUT", "/v1/users/ann", """{"country":"NL","born":"1990-05-01T00:00:00Z"}""")).Ok(201);

        Assert.Equal("NL", (await SendAsync("GET", "/v1/users/ann")).Ok().Json.GetProperty("properties").GetProperty("country").GetString());
        (await SendAsync("GET", "/v1/users/bob")).Problem(404);
        var users = (await SendAsync("GET", "/v1/properties")).Ok().Json.GetProperty("users");
        Assert.Contains(users.EnumerateArray(), property => property.GetProperty("name").GetString() == "country" && property.GetProperty("type").GetString() == "text");
    }

    [Theory]
    [InlineData("[1]", "body")]
    [InlineData("{\"a\":1,\"a\":2}", "body")]
    [InlineData("{\"a\":\"\\ud800\"}", "body")]
    [InlineData("{\"a\"", "body")]
    public async Task A_body_that_is_no_good_object_is_refused(string body, string field) =>
        (await SendAsync("PUT", "/v1/items/bad", body)).Problem(400, field);

    [Fact]
    public async Task An_id_beyond_the_limit_is_refused_in_a_path_too() =>
        (await SendAsync("PUT", "/v1/items/" + new string('x', 10_000), "{}")).Problem(400, "id");
}
