using System.Text;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class PromotionTests(SharedServer shared)
{
    static readonly (string, string) Workspace = ("Attune-Workspace", "promotion");

    Task<Reply> SendAsync(string method, string path, string? body = null) => shared.Server.SendAsync(method, path, body, headers: Workspace);

    [Fact]
    public async Task A_kept_generation_is_put_in_service_and_answers_come_from_it()
    {
        var random = new Random(3);
        var rows = new StringBuilder("[");
        for (var i = 0; i < 600; i++)
        {
            var user = random.Next(60);
            var item = (user % 2 * 10) + random.Next(10);
            var time = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero).AddHours(i).ToString("yyyy-MM-ddTHH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            rows.Append(i == 0 ? "" : ",").Append($$"""{"type":"purchase","userId":"u{{user}}","itemId":"i{{item}}","timestamp":"{{time}}"}""");
        }

        (await SendAsync("POST", "/v1/events", rows.Append(']').ToString())).Ok();
        for (var training = 0; training < 2; training++)
        {
            await TrainAsync();
        }

        var kept = (await SendAsync("GET", "/v1/generations")).Ok().Json.GetProperty("generations");
        var oldest = kept.EnumerateArray().Min(generation => generation.GetProperty("number").GetInt32());
        (await SendAsync("POST", $"/v1/generations/{oldest}/promote")).Ok();

        var answer = (await SendAsync("GET", "/v1/users/u2/recommendations")).Ok().Json;
        Assert.Equal(oldest, answer.GetProperty("generation").GetInt32());
        (await SendAsync("POST", "/v1/generations/99/promote")).Problem(404);
        await BothAnswerAsync(oldest, kept.EnumerateArray().Max(generation => generation.GetProperty("number").GetInt32()));
    }

    async Task BothAnswerAsync(int oldest, int newest)
    {
        for (var time = 0; time < 2; time++)
        {
            foreach (var number in new[] { oldest, newest })
            {
                var answer = (await SendAsync("GET", $"/v1/users/u2/generations/{number}/recommendations?count=5&explain=true&deadline=5000")).Ok().Json;
                Assert.Equal((number, 5, "full"), (answer.GetProperty("generation").GetInt32(), answer.GetProperty("items").GetArrayLength(), answer.GetProperty("rung").GetString()));
                (await SendAsync("GET", "/v1/recommendations/" + answer.GetProperty("recommendationId").GetString())).Problem(404);
            }
        }

        Assert.Equal(oldest, (await SendAsync("GET", "/v1/users/u2/recommendations")).Ok().Json.GetProperty("generation").GetInt32());
        var missing = await SendAsync("GET", "/v1/users/u2/generations/99/recommendations");
        missing.Problem(404);
        Assert.Equal($"Generation 99 is not kept; kept: {newest}, {oldest}.", missing.Json.GetProperty("detail").GetString());
        (await SendAsync("GET", "/v1/users/u2/generations/none/recommendations")).Problem(400, "number");
        (await SendAsync("GET", $"/v1/users/u2/generations/{oldest}/recommendations?count=0")).Problem(400, "count");
    }

    async Task TrainAsync()
    {
        var job = (await SendAsync("POST", "/v1/jobs", """{"kind":"train"}""")).Ok(202).Json;
        while (job.GetProperty("state").GetString() == "running")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            job = (await SendAsync("GET", "/v1/jobs/" + job.GetProperty("id").GetString())).Ok().Json;
        }

        Assert.Equal("done", job.GetProperty("state").GetString());
    }
}
