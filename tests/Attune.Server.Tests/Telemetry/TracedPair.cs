using System.Diagnostics;
using System.Text.Json.Nodes;
using Attune.Load;
using Attune.Server.Tests.Hosting;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Telemetry;

/// <summary>Two processes over one cluster, one that takes events and one that does all else, both of which send to one collector.</summary>
sealed class TracedPair : IAsyncDisposable
{
    readonly ScratchFolder _folder = new();
    readonly List<ServerProcess> _nodes = [];
    readonly Collector _collector;

    TracedPair(Collector collector) => _collector = collector;

    /// <summary>The one that takes events.</summary>
    public ServerProcess Taking => _nodes[0];

    /// <summary>The one where they have their effects.</summary>
    public ServerProcess Following => _nodes[1];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts both, and waits until both are ready.</summary>
    /// <param name="own">What they stand on.</param>
    /// <param name="change">Changes the settings of the cluster.</param>
    public static async Task<TracedPair> StartAsync(OwnServers own, Action<JsonNode>? change = null)
    {
        var pair = new TracedPair(await Collector.StartAsync());
        try
        {
            var first = pair.PathOf("node-1");
            await own.WriteClusterAsync(first);
            var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(first, "attune.json"), Cancellation))!;
            change?.Invoke(settings["cluster"]!);
            await pair.StartAsync(first, settings, "ingest");
            await pair.StartAsync(pair.PathOf("node-2"), settings, "live,archive,train,recommend");
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends events to the node that takes them, in a trace of the sender's.</summary>
    public async Task SendAsync(string events, ActivityTraceId trace, ActivitySpanId caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/events")
        {
            Content = new StringContent(events, System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "traceparent", $"00-{trace}-{caller}-01" } },
        };
        using var answer = await Taking.Http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>The spans of a trace, once those of some names have come; a test's own time-out ends the wait where they never do.</summary>
    public async Task<IReadOnlyList<CollectedSpan>> SpansAsync(ActivityTraceId trace, params string[] names)
    {
        while (names.Except(_collector.Of(trace).Select(span => span.Name)).Any())
        {
            await Task.Delay(50, Cancellation);
        }

        return _collector.Of(trace);
    }

    /// <summary>Ends a node as SIGTERM does.</summary>
    /// <returns>The lines it logged.</returns>
    public static async Task<string[]> StopAsync(ServerProcess node)
    {
        await node.StopAsync(Cancellation);
        return (await node.Log).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    string PathOf(string node) => Path.Combine(_folder.Path, node);

    async Task StartAsync(string data, JsonNode settings, string roles)
    {
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "attune.json"), settings.ToJsonString(), Cancellation);
        var start = new ServerStart(ServerProcess.Executable) { Options = ["--roles", roles, "--otlp", _collector.Address, "--json-logs"] };
        var node = await ServerProcess.StartAsync(start, data, Cancellation);
        _nodes.Add(node);
        while (true)
        {
            using var ready = await node.Http.GetAsync("health/ready", Cancellation);
            if (ready.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50, Cancellation);
        }
    }
}
