using Attune.Cluster.Tests.Redis;

[assembly: AssemblyFixture(typeof(RedisSharedServers))]

namespace Attune.Cluster.Tests.Redis;

/// <summary>A single server and a cluster for all classes that break neither; each test has a workspace of its own.</summary>
public sealed class RedisSharedServers : IAsyncDisposable
{
    readonly SemaphoreSlim _starting = new(1, 1);
    int _workspaces;
    RedisTestServer? _single;
    RedisTestServer? _cluster;

    /// <summary>A name no other test has.</summary>
    public string NewWorkspace() => $"test-{Interlocked.Increment(ref _workspaces)}";

    internal async Task<RedisTestServer> SingleAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _single ??= await RedisTestServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    internal async Task<RedisTestServer> ClusterAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _cluster ??= await RedisTestServer.StartAsync("--cluster");
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _single, _cluster })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        _starting.Dispose();
    }
}
