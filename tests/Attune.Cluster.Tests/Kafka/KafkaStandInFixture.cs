using Attune.Cluster.Kafka;
using Attune.Embedded.Tests;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Attune.Cluster.Tests.Kafka.KafkaStandInFixture))]

namespace Attune.Cluster.Tests.Kafka;

/// <summary>Brokers that all tests share which do not break them; each test has a workspace of its own there.</summary>
public sealed class KafkaStandInFixture : IAsyncLifetime
{
    readonly KafkaStandIn _brokers = new();
    readonly SemaphoreSlim _starting = new(1, 1);
    bool _isStarted;

    /// <summary>Settings for a new workspace, whose topics are made.</summary>
    internal async Task<(string Workspace, KafkaSettings Settings)> NewWorkspaceAsync(int partitions)
    {
        await _starting.WaitAsync();
        try
        {
            if (!_isStarted)
            {
                await _brokers.InitializeAsync();
                _isStarted = true;
            }
        }
        finally
        {
            _starting.Release();
        }

        return await _brokers.NewWorkspaceAsync(partitions);
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _brokers.DisposeAsync();
        }

        _starting.Dispose();
    }
}

/// <summary>Three brokers of a test's own, which it may break.</summary>
sealed class KafkaStandIn : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    int _workspaces;

    public string Brokers { get; private set; } = "";

    public async ValueTask InitializeAsync() => Brokers = await ServerScript.RunAsync("kafka", "start", _folder.Path);

    /// <summary>Settings for a new workspace, whose topics are made.</summary>
    public async Task<(string Workspace, KafkaSettings Settings)> NewWorkspaceAsync(int partitions)
    {
        var workspace = $"w{Interlocked.Increment(ref _workspaces)}";
        await TellAsync("topic", $"attune.{workspace}.events", $"{partitions}");
        await TellAsync("topic", $"attune.{workspace}.erasures", "1");
        return (workspace, new KafkaSettings { Brokers = Brokers, EndsInterval = TimeSpan.FromMilliseconds(50), FetchWait = TimeSpan.FromMilliseconds(5) });
    }

    public Task TellAsync(params string[] order) => ServerScript.RunAsync("kafka", ["tell", _folder.Path, .. order]);

    public async Task TellAllAsync(string order)
    {
        for (var broker = 1; broker <= 3; broker++)
        {
            await TellAsync(order, $"{broker}");
        }
    }

    public Task RunAsync(string command) => ServerScript.RunAsync("kafka", command, _folder.Path);

    public static async Task<KafkaEventLog> OpenAsync((string Workspace, KafkaSettings Settings) at) =>
        await KafkaEventLog.OpenAsync(at.Workspace, at.Settings, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _folder.Dispose();
    }
}
