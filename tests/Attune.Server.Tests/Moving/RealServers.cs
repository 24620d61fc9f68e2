using System.Text.Json;
using Attune.Cluster.Tests;
using Attune.Server.Tests.Moving;

[assembly: AssemblyFixture(typeof(RealServers))]

namespace Attune.Server.Tests.Moving;

/// <summary>One of each server of a cluster, started with the first who asks; each test has names of its own on them.</summary>
public sealed class RealServers : IAsyncDisposable
{
    /// <summary>As many as Redis has unless told otherwise; what two clusters keep there must not be taken for one.</summary>
    const int RedisDatabases = 16;

    static readonly string[] All = ["kafka", "clickhouse", "redis", "postgres"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-servers-");
    readonly Dictionary<string, string> _addresses = [];
    readonly SemaphoreSlim _starting = new(1, 1);
    int _clusters;

    /// <summary>Where a server answers, as host:port.</summary>
    public async Task<string> AddressAsync(string server)
    {
        await _starting.WaitAsync();
        try
        {
            if (!_addresses.TryGetValue(server, out var address))
            {
                // PostgreSQL's own user must pass through.
                if (!OperatingSystem.IsWindows())
                {
                    _folder.UnixFileMode |= UnixFileMode.OtherExecute;
                }

                _addresses[server] = address = await ServerScript.RunAsync(server, "start", PathOf(server));
            }

            return address;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Has a server's script do something to it, as <c>stop</c> or <c>start</c>.</summary>
    public Task RunAsync(string server, string verb, params string[] more) => ServerScript.RunAsync(server, [verb, PathOf(server), .. more]);

    /// <summary>Makes a data directory whose ports are all on servers, where no other test's are.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="partitions">Of the log, and of the topic.</param>
    /// <returns>The prefix of its names.</returns>
    public async Task<string> WriteClusterAsync(string directory, int partitions)
    {
        var (kafka, prefix, number) = await NewTopicsAsync(partitions);
        var postgres = (await AddressAsync("postgres")).Split(':');
        Write(directory, new
        {
            kafka = new { brokers = kafka, prefix, partitions },
            clickHouse = new { url = $"http://{await AddressAsync("clickhouse")}", databasePrefix = $"{prefix}_" },
            redis = new { endpoints = (await AddressAsync("redis")).Split(','), database = number % RedisDatabases },

            // A machine with much else to do is no log that is away.
            spool = new { patience = "00:00:30" },
            postgres = new { connectionString = $"Host={postgres[0]};Port={postgres[1]};Username=attune;Database=postgres", schemaPrefix = $"{prefix}_" },
        });
        return prefix;
    }

    /// <summary>Makes the topics of a cluster that no other test has.</summary>
    public async Task<(string Brokers, string Prefix, int Number)> NewTopicsAsync(int partitions)
    {
        var number = Interlocked.Increment(ref _clusters);
        var (brokers, prefix) = (await AddressAsync("kafka"), $"t{number}");
        await ServerScript.RunAsync("kafka", "tell", PathOf("kafka"), "topic", $"{prefix}.default.events", $"{partitions}");
        await ServerScript.RunAsync("kafka", "tell", PathOf("kafka"), "topic", $"{prefix}.default.erasures", "1");
        return (brokers, prefix, number);
    }

    /// <summary>Writes what a data directory stands on.</summary>
    public static void Write(string directory, object cluster)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "attune.json"), JsonSerializer.Serialize(new { cluster }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All.Where(_addresses.ContainsKey))
        {
            await ServerScript.RunAsync(server, "stop", PathOf(server));
        }

        _folder.Delete(recursive: true);
        _starting.Dispose();
    }

    string PathOf(string server) => Path.Combine(_folder.FullName, server);
}
