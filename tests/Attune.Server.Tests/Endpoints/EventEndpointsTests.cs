using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class EventEndpointsTests(SharedServer shared)
{
    readonly TestServer _server = shared.Server;

    Task<Reply> PostAsync(string body, string type = "application/json") => _server.SendAsync("POST", "/v1/events", body, type);

    [Fact]
    public async Task One_event_is_accepted_and_gets_an_id_and_a_token()
    {
        var reply = (await PostAsync("""{"type":"view","userId":"one","itemId":"i1"}""")).Ok();

        Assert.Equal(1, reply.Json.GetProperty("accepted").GetInt32());
        Assert.Equal("accepted", reply.Json.GetProperty("rows")[0].GetProperty("verdict").GetString());
        Assert.NotEmpty(reply.Json.GetProperty("rows")[0].GetProperty("id").GetString()!);
        Assert.Contains('-', reply.Json.GetProperty("token").GetString()!);
    }

    [Fact]
    public async Task A_batch_gets_a_verdict_a_row_and_good_rows_are_taken()
    {
        var reply = (await PostAsync("""[{"type":"view","userId":"two","itemId":"i1"},{"type":"view","itemId":"i1"},{"type":"rating","userId":"two","itemId":"i1"}]""")).Ok();

        Assert.Equal((1, 2), (reply.Json.GetProperty("accepted").GetInt32(), reply.Json.GetProperty("refused").GetInt32()));
        Assert.Equal(["accepted", "refused", "refused"], reply.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("verdict").GetString()!));
        Assert.Equal("value", reply.Json.GetProperty("rows")[2].GetProperty("error").GetProperty("field").GetString());
    }

    [Fact]
    public async Task Lines_are_a_batch_and_a_broken_line_is_refused_by_itself()
    {
        const string lines = "{\"type\":\"view\",\"userId\":\"three\",\"itemId\":\"i1\"}\n{\"type\":\n\n{\"type\":\"click\",\"userId\":\"three\",\"itemId\":\"i2\"}\n";

        var reply = (await PostAsync(lines, "application/x-ndjson")).Ok();

        Assert.Equal((2, 1), (reply.Json.GetProperty("accepted").GetInt32(), reply.Json.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task The_same_event_id_again_is_a_duplicate()
    {
        const string body = """{"eventId":"again-1","type":"view","userId":"four","itemId":"i1"}""";
        (await PostAsync(body)).Ok();

        var second = (await PostAsync(body)).Ok();

        Assert.Equal((0, 1), (second.Json.GetProperty("accepted").GetInt32(), second.Json.GetProperty("duplicates").GetInt32()));
    }

    [Theory]
    [InlineData("""{"userId":"u","itemId":"i"}""", "type")]
    [InlineData("""{"type":"teleport","userId":"u","itemId":"i"}""", "type")]
    [InlineData("""{"type":"view","userId":"u"}""", "itemId")]
    [InlineData("""{"type":"view","userId":5,"itemId":"i"}""", "userId")]
    [InlineData("""{"type":"view","userId":"u","itemId":"i","timestamp":"1970-01-01T00:00:00Z"}""", "timestamp")]
    [InlineData("""{"type":"view","userId":"u","itemId":"i","timestamp":"2999-01-01T00:00:00Z"}""", "timestamp")]
    [InlineData("""{"type":"purchase","userId":"u","itemId":"i","value":1e999}""", "value")]
    [InlineData("""{"type":"view","userId":"u","itemId":"i","colour":"red"}""", "colour")]
    [InlineData("[{\"type\":\"view\"", "body")]
    [InlineData("""{"type":"view"} x""", "body")]
    [InlineData("7", "body")]
    public async Task A_single_bad_event_is_a_problem_that_names_the_field(string body, string field) =>
        (await PostAsync(body)).Problem(400, field);

    [Fact]
    public async Task An_id_of_ten_thousand_characters_is_refused_by_its_limit()
    {
        var error = (await PostAsync($$"""{"type":"view","userId":"{{new string('u', 10_000)}}","itemId":"i"}""")).Problem(400, "userId");

        Assert.Contains("256", error.GetProperty("limit").GetString()!, StringComparison.Ordinal);
        Assert.True(error.GetProperty("value").GetString()!.Length <= 65);
    }

    [Fact]
    public async Task More_than_ten_thousand_rows_are_refused()
    {
        var rows = string.Join(',', Enumerable.Repeat("""{"type":"view","userId":"u","itemId":"i"}""", 10_001));

        var error = (await PostAsync($"[{rows}]")).Problem(400, "body");

        Assert.Contains("10000", error.GetProperty("limit").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_sixteen_mebibytes_is_413_and_names_the_limit()
    {
        var error = (await PostAsync(new string(' ', (16 * 1024 * 1024) + 1))).Problem(413, "body");

        Assert.Contains("16777216", error.GetProperty("limit").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("")]
    public async Task Another_content_type_is_415(string type) => (await PostAsync("{}", type)).Problem(415, "Content-Type");

    [Fact]
    public async Task An_empty_body_and_bytes_that_are_no_text_are_refused()
    {
        (await PostAsync("")).Problem(400, "body");

        using var content = new ByteArrayContent([.. "{\"type\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var answer = await _server.Http.PostAsync("/v1/events", content, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_client_gives_events_ids_and_reads_the_verdicts()
    {
        var answer = await _server.Client.SendEventsAsync(
            [new() { Type = "view", UserId = "five", ItemId = "i1" }, new() { Type = "nonsense", UserId = "five", ItemId = "i1" }],
            TestContext.Current.CancellationToken);

        Assert.Equal([RowVerdict.Accepted, RowVerdict.Refused], answer.Rows.Select(row => row.Verdict));
        Assert.NotNull(answer.Token);
        var refused = await Assert.ThrowsAsync<AttuneApiException>(
            () => _server.Client.SendEventAsync(new() { Type = "view", ItemId = "i1" }, TestContext.Current.CancellationToken));
        Assert.Equal(400, refused.Status);
        Assert.NotEmpty(refused.Problem!.Errors);
    }
}
