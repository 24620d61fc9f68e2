using Attune.Cluster.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Redis;

/// <summary>Real servers in a folder of their own, until disposed.</summary>
sealed class RedisTestServer : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-redis-");

    RedisTestServer()
    {
    }

    /// <summary>Each as host:port, the master first.</summary>
    public string[] Endpoints { get; private set; } = [];

    /// <summary>With patience: a machine that builds and tests at once is slow. What is about time-outs sets its own.</summary>
    public RedisSettings Settings => new() { Endpoints = Endpoints, RewindEvents = 0, MeasureAge = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(20) };

    public static async Task<RedisTestServer> StartAsync(params string[] options)
    {
        var server = new RedisTestServer();
        server.Endpoints = (await server.RunAsync("start", options)).Split(',');
        return server;
    }

    public Task<string> RunAsync(string verb, params string[] arguments) => ServerScript.RunAsync("redis", [verb, _folder.FullName, .. arguments]);

    public static string PortOf(string endpoint) => endpoint.Split(':')[1];

    public static ValueTask<RedisStateStore> OpenAsync(string workspace, RedisSettings settings, ILoggerFactory? logs = null) =>
        RedisStateStore.OpenAsync(workspace, settings, TimeProvider.System, logs ?? NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _folder.Delete(recursive: true);
    }
}
