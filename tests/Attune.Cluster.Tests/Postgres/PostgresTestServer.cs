using Attune.Cluster.Postgres;
using Attune.Cluster.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresTestServer))]

namespace Attune.Cluster.Tests.Postgres;

/// <summary>One real server for all classes that only read and write; each test has a workspace of its own.</summary>
public sealed class PostgresTestServer : IAsyncDisposable
{
    readonly SemaphoreSlim _starting = new(1, 1);
    int _workspaces;
    string? _address;

    readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("attune-postgres-"));

    public DirectoryInfo Folder => _folder.Value;

    /// <summary>A name no other test has.</summary>
    public string NewWorkspace() => $"test-{Interlocked.Increment(ref _workspaces)}";

    /// <summary>What this server is reached by, started with the first who asks.</summary>
    public async Task<PostgresSettings> SettingsAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _address ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }

        return SettingsOf(_address);
    }

    public Task<string> RunAsync(string verb) => ServerScript.RunAsync("postgres", verb, Path.Combine(Folder.FullName, "server"));

    public async Task<string> StartAsync()
    {
        // The server's own user must pass through.
        if (!OperatingSystem.IsWindows())
        {
            Folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }

        return await RunAsync("start");
    }

    public static PostgresSettings SettingsOf(string address) => new()
    {
        ConnectionString = $"Host={address.Split(':')[0]};Port={address.Split(':')[1]};Username=attune;Database=postgres",
    };

    /// <summary>Opens a workspace's store as a node would, with a cache of its own.</summary>
    public ValueTask<PostgresCatalogStore> OpenAsync(string workspace, PostgresSettings settings, string node = "a") => PostgresCatalogStore.OpenAsync(
        workspace, settings, Path.Combine(Folder.FullName, "cache", workspace, node), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    /// <summary>Asks the server something beside the store.</summary>
    public static async Task<T> AskAsync<T>(PostgresSettings settings, string sql)
    {
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_address is not null)
        {
            await RunAsync("stop");
        }

        if (_folder.IsValueCreated)
        {
            Folder.Delete(recursive: true);
        }

        _starting.Dispose();
    }
}
