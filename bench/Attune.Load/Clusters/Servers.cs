namespace Attune.Load.Clusters;

/// <summary>Kafka's stand-in, ClickHouse, Redis with a replica, and PostgreSQL, started by <c>eng/servers</c> in a folder of their own.</summary>
sealed class Servers : IAsyncDisposable
{
    readonly string _folder;
    readonly string _scripts;
    string _kafka = "", _clickHouse = "", _redis = "", _postgres = "";

    Servers(string folder, string scripts) => (_folder, _scripts) = (folder, scripts);

    /// <summary>The folder they and the nodes keep their files in.</summary>
    public string Folder => _folder;

    public static async Task<Servers> StartAsync(string root, string folder)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("chmod", "a+x", folder);
        var servers = new Servers(folder, Path.Combine(root, "eng", "servers"));
        servers._postgres = await servers.ScriptAsync("postgres", "start");
        servers._clickHouse = await servers.ScriptAsync("clickhouse", "start");
        servers._redis = await servers.ScriptAsync("redis", "start", "--replicas", "1", "--option", "protected-mode no");
        servers._kafka = await servers.ScriptAsync("kafka", "start", "--brokers", "3", "--topic", $"attune.default.events:{Rig.Partitions}", "--topic", "attune.default.erasures:1");
        return servers;
    }

    /// <summary>Ports a server listens on, by its name as in <see cref="ScriptAsync"/>.</summary>
    public string[] PortsOf(string server) =>
        [.. (server switch { "kafka" => _kafka, "redis" => _redis, "clickhouse" => _clickHouse, _ => _postgres }).Split(',').Select(address => address.Split(':')[1])];

    /// <summary>What <c>attune.json</c> of a node says. Kafka's stand-in answers a fetch with one batch as it was sent, so events are sent in larger ones.</summary>
    public string Settings(int partitions) => $$"""
        {
          "schedule": { "enabled": false },
          "cluster": {
            "kafka": { "brokers": "{{_kafka}}", "partitions": {{partitions}}, "linger": "00:00:00.060" },
            "clickHouse": { "url": "http://{{_clickHouse}}" },
            "redis": { "endpoints": ["{{_redis.Replace(",", "\", \"", StringComparison.Ordinal)}}"] },
            "postgres": { "connectionString": "Host={{_postgres.Split(':')[0]}};Port={{_postgres.Split(':')[1]}};Username=attune;Database=postgres" }
          }
        }
        """;

    /// <summary>One of the servers' scripts with a verb, as <c>redis kill</c>.</summary>
    public Task<string> ScriptAsync(string server, string verb, params string[] more) =>
        Shell.RunAsync(Path.Combine(_scripts, server), [verb, Path.Combine(_folder, server), .. more]);

    /// <summary>The port of the Redis that is master just now, and of the one that is not.</summary>
    public (string Master, string Replica) RedisPorts { get; private set; }

    /// <summary>Kills the master of Redis and makes its replica the master.</summary>
    public async Task FailOverRedisAsync()
    {
        var ports = _redis.Split(',').Select(address => address.Split(':')[1]).ToArray();
        RedisPorts = RedisPorts.Master is null ? (ports[0], ports[1]) : RedisPorts;
        await ScriptAsync("redis", "kill", RedisPorts.Master!);
        await ScriptAsync("redis", "master", RedisPorts.Replica);
        await ScriptAsync("redis", "restart", RedisPorts.Master!);
        RedisPorts = (RedisPorts.Replica, RedisPorts.Master!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in (string[])["kafka", "redis", "clickhouse", "postgres"])
        {
            try
            {
                await ScriptAsync(server, "stop");
            }
            catch (InvalidOperationException left)
            {
                Console.Error.WriteLine(left.Message);
            }
        }
    }
}
