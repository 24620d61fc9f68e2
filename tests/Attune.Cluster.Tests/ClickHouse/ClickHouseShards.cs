using System.Runtime.CompilerServices;
using Attune.Cluster.ClickHouse;
using Attune.Embedded.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>Two servers, a shard each, that leave out what a missing server has unless they are told not to.</summary>
public class ClickHouseShards : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    int _workspaces;

    /// <summary>The HTTP addresses.</summary>
    public string[] Addresses { get; private set; } = [];

    /// <summary>Without a Keeper: each is told by itself.</summary>
    public virtual ClickHouseSettings Settings => new()
    {
        Url = $"http://{Addresses[0]}",
        Servers = [$"http://{Addresses[1]}"],
        ClusterName = "all",
        ClusterDdl = false,
        OldFilesTime = TimeSpan.FromSeconds(1),
    };

    /// <summary>Why they are not there; null where they are.</summary>
    public string? Missing { get; protected set; }

    /// <summary>What they are started with besides.</summary>
    protected virtual ValueTask<string[]> OptionsAsync() => new([]);

    public async ValueTask InitializeAsync()
    {
        var options = await OptionsAsync();
        if (Missing is null)
        {
            Addresses = (await ServerScript.RunAsync("clickhouse", ["start", _folder.Path, "--shards", "2", .. options])).Split(',');
        }
    }

    /// <summary>A name no other test has.</summary>
    public string Workspace([CallerMemberName] string test = "") => $"w-{Interlocked.Increment(ref _workspaces)}-{test.Length}";

    /// <summary>Does something to one of them.</summary>
    public Task<string> DoAsync(string command, int shard) => ServerScript.RunAsync("clickhouse", command, _folder.Path, $"{shard}");

    internal ValueTask<ClickHouseHistory> OpenAsync(string workspace, ClickHouseSettings? settings = null)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return ClickHouseHistory.OpenAsync(workspace, settings ?? Settings, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
    }

    /// <summary>What one of them answers, as lines.</summary>
    public async Task<string[]> AskAsync(int shard, string sql)
    {
        using var client = new ClickHouseClient(new ClickHouseSettings { Url = $"http://{Addresses[shard - 1]}" }, TimeProvider.System);
        var text = await client.TextAsync(new ClickHouseCall("be asked by a test", sql), TestContext.Current.CancellationToken);
        return text.Length == 0 ? [] : text.Split('\n');
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Addresses.Length > 0)
        {
            await ServerScript.RunAsync("clickhouse", "stop", _folder.Path);
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The tests that share them, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedShards : ICollectionFixture<ClickHouseShards>
{
    public const string Name = "ClickHouse, two shards";
}
