using Attune.Client;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class OperatingEndpointsTests(SharedServer shared)
{
    readonly TestServer _server = shared.Server;

    CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_lives_and_becomes_ready()
    {
        (await _server.SendAsync("GET", "/health/live")).Ok();
        Reply ready;
        do
        {
            ready = await _server.SendAsync("GET", "/health/ready");
        }
        while (ready.Status == 503 && !Cancellation.IsCancellationRequested);

        Assert.Equal("ready", ready.Ok().Json.GetProperty("status").GetString());
        Assert.Equal("default", (await _server.Client.StatusAsync(Cancellation)).Workspace);
    }

    [Fact]
    public async Task An_unknown_address_is_a_404_problem_and_a_wrong_method_a_405()
    {
        (await _server.SendAsync("GET", "/v1/nothing")).Problem(404);
        (await _server.SendAsync("DELETE", "/v1/events")).Problem(405);
        (await _server.SendAsync("PATCH", "/v1/jobs", "{}")).Problem(405);
    }

    [Fact]
    public async Task A_query_answers_columns_and_rows_and_a_bad_one_says_why()
    {
        var answer = await _server.Client.QueryAsync(new("select 1 as one, 'x' as text, null as nothing, 1.5 as number"), Cancellation);
        Assert.Equal(["one", "text", "nothing", "number"], answer.Columns.Select(column => column.Name));
        Assert.Equal(1, answer.Rows[0][0].GetInt64());

        foreach (var sql in (string[])["selekt 1", "drop table events", "select * from nowhere", "select 1; select 2", ""])
        {
            var wrong = await Assert.ThrowsAsync<AttuneApiException>(() => _server.Client.QueryAsync(new(sql), Cancellation));
            Assert.True(wrong.Status == 400, $"'{sql}' answered {wrong.Status}: {wrong.Message}");
        }
    }

    [Fact]
    public async Task A_training_of_nothing_ends_and_says_so()
    {
        var job = await _server.Client.StartJobAsync("train", Cancellation);
        while (job.State == "running")
        {
            await Task.Delay(20, Cancellation);
            job = await _server.Client.JobAsync(job.Id, Cancellation);
        }

        Assert.NotEmpty(job.Outcome!);
        Assert.Contains((await _server.Client.JobsAsync(Cancellation)).Jobs, each => each.Id == job.Id);
        (await _server.SendAsync("POST", "/v1/jobs", """{"kind":"trian"}""")).Problem(400, "kind");
        (await _server.SendAsync("POST", "/v1/jobs", """{"kind":"backup"}""")).Problem(400, "directory");
        (await _server.SendAsync("POST", "/v1/jobs", """{"kind":"backup","directory":"kept"}""")).Problem(400, "directory");
        (await _server.SendAsync("POST", "/v1/jobs", """{"kind":"train","directory":"/kept"}""")).Problem(400, "directory");
        (await _server.SendAsync("POST", "/v1/jobs", """{"kind":"backup","directory":"/kept"}""")).Problem(403);
        (await _server.SendAsync("GET", "/v1/jobs/job-999")).Problem(404);
        (await _server.SendAsync("POST", "/v1/generations/99/promote")).Problem(404);
        (await _server.SendAsync("POST", "/v1/generations/x/promote")).Problem(400, "number");
        (await _server.SendAsync("GET", "/v1/generations")).Ok();
    }

    [Fact]
    public async Task Metrics_parse_as_prometheus_text()
    {
        (await _server.SendAsync("POST", "/v1/events", """{"type":"view","userId":"m","itemId":"i"}""")).Ok();

        var text = (await _server.SendAsync("GET", "/metrics")).Ok().Text;

        var types = new Dictionary<string, string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                Assert.True(types.TryAdd(parts[2], parts[3]), $"{parts[2]} has two TYPE lines.");
            }
            else if (!line.StartsWith('#'))
            {
                Assert.Matches("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*",?)+\})? (-?[0-9.]+(E[+-]?[0-9]+)?|NaN|[+-]Inf)$""", line);
                var name = line.Split('{', ' ')[0];
                Assert.True(types.Keys.Any(metric => name == metric || (types[metric] == "histogram" && name.StartsWith(metric + "_", StringComparison.Ordinal))), $"{name} has no TYPE line.");
            }
        }

        Assert.Equal("counter", types["attune_events_total"]);
        Assert.Equal("histogram", types["http_server_request_duration_seconds"]);
        Assert.Equal(text.Split('\n').Where(line => !line.StartsWith('#') && line.Length > 0).Select(line => line[..line.LastIndexOf(' ')]).Distinct().Count(), text.Split('\n').Count(line => !line.StartsWith('#') && line.Length > 0));
    }

    [Fact]
    public async Task The_openapi_document_lists_every_route_with_limits_and_errors()
    {
        var document = (await _server.SendAsync("GET", "/openapi/v1.json")).Ok().Json;

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")).ToHashSet();
        foreach (var expected in (string[])[
            "POST /v1/events", "PUT /v1/items/{id}", "PATCH /v1/items/{id}", "GET /v1/items/{id}", "DELETE /v1/items/{id}", "POST /v1/items",
            "GET /v1/items", "PUT /v1/users/{id}", "GET /v1/users/{id}/profile", "GET /v1/users/{id}/recommendations", "GET /v1/items/{id}/recommendations",
            "POST /v1/recommendations", "GET /v1/generations", "POST /v1/generations/{number}/promote", "GET /v1/jobs", "POST /v1/jobs",
            "POST /v1/jobs/{id}/cancel", "POST /v1/query", "GET /v1/keys", "POST /v1/keys", "DELETE /v1/keys/{id}", "GET /v1/status",
            "GET /health/live", "GET /health/ready", "GET /metrics", "GET /v1/properties"])
        {
            Assert.Contains(expected, operations);
        }

        var ask = document.GetProperty("paths").GetProperty("/v1/users/{id}/recommendations").GetProperty("get");
        var count = ask.GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "count");
        Assert.Equal(500, count.GetProperty("schema").GetProperty("maximum").GetInt32());
        Assert.NotEmpty(ask.GetProperty("summary").GetString()!);
        Assert.True(ask.GetProperty("responses").GetProperty("400").GetProperty("content").TryGetProperty("application/problem+json", out _));
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("Problem", out _));
    }
}
