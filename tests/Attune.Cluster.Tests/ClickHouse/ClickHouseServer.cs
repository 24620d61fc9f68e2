using System.Runtime.CompilerServices;
using Attune.Cluster.ClickHouse;
using Attune.Embedded.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>One server for the tests of a collection; each test has a workspace of its own.</summary>
public sealed class ClickHouseServer : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    int _workspaces;

    public string Address { get; private set; } = "";

    public ClickHouseSettings Settings => new() { Url = $"http://{Address}", OldFilesTime = TimeSpan.FromSeconds(1) };

    /// <summary>The server as the cluster it knows itself as. It has no Keeper, so its tables are made on it alone.</summary>
    public ClickHouseSettings Cluster => Settings with { ClusterName = "one", ClusterDdl = false };

    public async ValueTask InitializeAsync() => Address = await ServerScript.RunAsync("clickhouse", "start", _folder.Path);

    /// <summary>A name no other test has.</summary>
    public string Workspace([CallerMemberName] string test = "") => $"w{Interlocked.Increment(ref _workspaces)}_{test.Length}";

    public Task<string> DoAsync(string command) => ServerScript.RunAsync("clickhouse", command, _folder.Path);

    internal ValueTask<ClickHouseHistory> OpenAsync(string workspace, ClickHouseSettings? settings = null) =>
        ClickHouseHistory.OpenAsync(workspace, settings ?? Settings, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await DoAsync("stop");
        _folder.Dispose();
    }
}

/// <summary>The tests that share a server, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedClickHouse : ICollectionFixture<ClickHouseServer>
{
    public const string Name = "ClickHouse";
}
