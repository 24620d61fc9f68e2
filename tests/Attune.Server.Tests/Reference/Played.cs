using System.Text.Json;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Reference;

/// <summary>A request that was made, and its answer.</summary>
sealed record Played(Example Example, Operation Operation, Reply Reply)
{
    /// <summary>Makes all requests in their order; what one begins has ended before the next.</summary>
    public static async Task<IReadOnlyList<Played>> AllAsync(IEnumerable<Example> examples, Contract contract, TestServer server)
    {
        var played = new List<Played>();
        var answers = new Dictionary<string, JsonElement>();
        foreach (var example in examples)
        {
            string Fill(string text) => Example.Fill(text, (name, path) => At(answers[name], path));
            var type = example.Headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "";
            var others = example.Headers.Where(header => header.Name != "Content-Type").Select(header => (header.Name, Fill(header.Value)));
            var target = Fill(example.Target);
            var reply = await server.SendAsync(example.Method, target, example.Body, type, [.. others]);
            if (example.Name is { } named)
            {
                answers[named] = reply.Json;
            }

            if (reply.Status == 202)
            {
                await EndAsync(server, reply.Json.TryGetProperty("jobId", out var job) ? job : reply.Json.GetProperty("id"));
            }

            played.Add(new(example, contract.Find(example.Method, target.Split('?')[0]), reply));
        }

        return played;
    }

    static async Task EndAsync(TestServer server, JsonElement job)
    {
        while ((await server.Client.JobAsync(job.GetString()!, TestContext.Current.CancellationToken)).State == "running")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    // As $.generations[0].number.
    static string At(JsonElement answer, string path)
    {
        foreach (var step in path.Split('.')[1..])
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            answer = answer.GetProperty(bracket < 0 ? step : step[..bracket]);
            answer = bracket < 0 ? answer : answer[int.Parse(step[(bracket + 1)..^1], System.Globalization.CultureInfo.InvariantCulture)];
        }

        return answer.ToString();
    }
}
