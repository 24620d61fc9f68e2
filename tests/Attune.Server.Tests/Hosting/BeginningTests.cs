using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Attune.Server.Hosting;
using Attune.Server.Tests.Moving;
using Attune.Server.Tests.Verbs;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Attune.Server.Tests.Hosting.OwnServers))]

namespace Attune.Server.Tests.Hosting;

/// <summary>Servers of the tests that stop them, one test after the other.</summary>
public sealed class OwnServers : IAsyncDisposable
{
    /// <summary>The collection of those tests.</summary>
    public const string Tests = "servers that are stopped";

    public RealServers All { get; } = new();

    /// <summary>Makes a data directory on them, with nothing in Redis, where names have no prefix.</summary>
    public async Task WriteClusterAsync(string directory)
    {
        await All.WriteClusterAsync(directory, partitions: 2);
        using var redis = new TcpClient();
        await redis.ConnectAsync(IPEndPoint.Parse(await All.AddressAsync("redis")));
        await redis.GetStream().WriteAsync("FLUSHALL\r\n"u8.ToArray());
        _ = await redis.GetStream().ReadAsync(new byte[16]);
    }

    public ValueTask DisposeAsync() => All.DisposeAsync();
}

/// <summary>Nodes that start while a server is away.</summary>
[Collection(OwnServers.Tests)]
public sealed class BeginningTests(OwnServers own) : IDisposable
{
    readonly ScratchFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("postgres", "PostgreSQL")]
    [InlineData("redis", "Redis")]
    [InlineData("kafka", "Kafka")]
    public async Task A_node_that_cannot_begin_says_what_it_waits_for_and_begins_when_it_is_back(string server, string name)
    {
        await own.WriteClusterAsync(Data);
        await AwayAsync(server);
        await using var node = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };
        try
        {
            var (status, health) = await ReadyAsync(http);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "waiting"), (status, health.GetProperty("status").GetString()));
            Assert.Contains(name, health.GetProperty("waiting")[0].GetString(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live", Cancellation)).StatusCode);
            var refused = await http.GetAsync("v1/status", Cancellation);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
            if (server == "postgres")
            {
                Assert.Contains("It waits: ", (await new Shell(_folder.Path).RunAsync("doctor", "--data", Data)).Output, StringComparison.Ordinal);
            }
        }
        finally
        {
            await BackAsync(server);
        }

        await UntilAsync(async () => (await ReadyAsync(http)).Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v1/status", Cancellation)).StatusCode);
        Assert.True((await SendAsync(http, 1)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Events_are_taken_by_a_node_that_starts_while_Kafka_is_away_and_count_when_it_is_back()
    {
        await own.WriteClusterAsync(Data);
        await using (var before = await StartAsync())
        {
            using var first = new HttpClient { BaseAddress = new Uri(before.Address) };
            Assert.True((await SendAsync(first, 1)).IsSuccessStatusCode);
            await UntilAsync(async () => await CountAsync(first) == 1);
        }

        await AwayAsync("kafka");
        await using var node = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await ReadyAsync(http)).Status);
            Assert.True((await SendAsync(http, 2)).IsSuccessStatusCode);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("v1/users/ann/recommendations", Cancellation)).StatusCode);
            Assert.Equal(1, await CountAsync(http));
            Assert.Contains("Kafka", (await JsonAsync(http, "v1/status")).GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await BackAsync("kafka");
        }

        await UntilAsync(async () => await CountAsync(http) == 3);
        Assert.Equal(0, (await JsonAsync(http, "v1/status")).GetProperty("faults").GetArrayLength());
    }

    [Fact]
    public async Task A_node_that_starts_while_ClickHouse_is_away_answers_and_archives_when_it_is_back()
    {
        await own.WriteClusterAsync(Data);
        await AwayAsync("clickhouse");
        await using var node = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };
        try
        {
            Assert.True((await SendAsync(http, 3)).IsSuccessStatusCode);
            await UntilAsync(async () => await CountAsync(http) == 3);
            await UntilAsync(async () => (await JsonAsync(http, "v1/status")).GetProperty("faults").EnumerateArray()
                .Any(fault => fault.GetString()!.Contains("ClickHouse", StringComparison.Ordinal)));
        }
        finally
        {
            await BackAsync("clickhouse");
        }

        await UntilAsync(async () => (await JsonAsync(http, "v1/status")).GetProperty("events").GetInt64() == 3);
    }

    Task<AttuneServer> StartAsync() => AttuneServer.StartAsync(
        new ServerOptions { Data = Data, Port = 0, Scheduled = false, WaitsForServers = true, LeastLog = LogLevel.Critical }, Cancellation);

    Task AwayAsync(string server) => server == "kafka" ? BrokersAsync("down") : own.All.RunAsync(server, "stop");

    Task BackAsync(string server) => server == "kafka" ? BrokersAsync("up") : own.All.RunAsync(server, "start");

    async Task BrokersAsync(string order)
    {
        foreach (var broker in (string[])["1", "2", "3"])
        {
            await own.All.RunAsync("kafka", "tell", order, broker);
        }
    }

    static async Task<(HttpStatusCode Status, JsonElement Health)> ReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("health/ready", Cancellation);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    static async Task<JsonElement> JsonAsync(HttpClient http, string path) =>
        JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(path, Cancellation));

    static async Task<long> CountAsync(HttpClient http) =>
        (await JsonAsync(http, "v1/users/ann/profile")).GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt64());

    static async Task<HttpResponseMessage> SendAsync(HttpClient http, int events)
    {
        var rows = Enumerable.Range(0, events).Select(_ => """{"type":"view","userId":"ann","itemId":"tea"}""");
        using var body = new StringContent($"[{string.Join(',', rows)}]", Encoding.UTF8, "application/json");
        return await http.PostAsync("v1/events", body, Cancellation);
    }

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
