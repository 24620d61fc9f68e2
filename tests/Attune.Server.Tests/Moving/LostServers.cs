using System.Diagnostics;
using Attune.Cluster.Tests;
using Attune.Server.Tests.Readme;

namespace Attune.Server.Tests.Moving;

/// <summary>
/// PostgreSQL, Redis and ClickHouse of one test, which are backed up, lost and restored by the commands of docs/backup.md. Kafka is the one
/// that all tests share: its stand-in is in memory, and it is the one that stays.
/// </summary>
/// <param name="servers">Where Kafka is.</param>
sealed class LostServers(RealServers servers) : IAsyncDisposable
{
    const int Partitions = 4;

    static readonly string[] Lost = ["redis", "clickhouse", "postgres"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-lost-");
    readonly Dictionary<string, string> _addresses = [];
    (string Brokers, string Prefix, int Number) _kafka;
    string _standing = "before";

    /// <summary>Starts them, and writes the settings of a node that stands on them.</summary>
    public async Task BeginAsync(string directory)
    {
        // PostgreSQL's own user must pass through, and write its archive.
        MakeOpen(_folder.FullName);
        Array.ForEach(["before", "after", "backup", "wal"], name => MakeOpen(In(name)));
        _kafka = await servers.NewTopicsAsync(Partitions);
        foreach (var server in Lost)
        {
            _addresses[server] = await ServerScript.RunAsync(server, "start", PathOf(server));
        }

        await RunAsync("Once, for PostgreSQL");
        await ServerScript.RunAsync("postgres", "stop", PathOf("postgres"));
        await ServerScript.RunAsync("postgres", "start", PathOf("postgres"));
        Write(directory);
    }

    /// <summary>Runs a block of commands of the page, found by the words it begins with.</summary>
    /// <param name="title">The words.</param>
    /// <param name="more">Variables that the words speak of.</param>
    /// <returns>What it said.</returns>
    public async Task<string> RunAsync(string title, params (string Name, string Value)[] more)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(DocumentBlocks.Root(), "docs", "backup.md"));
        var begin = page.IndexOf($"```bash\n# {title}", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"docs/backup.md has no block that begins with '# {title}'.");
        return await ShellAsync(page[(begin + 8)..page.IndexOf("\n```", begin, StringComparison.Ordinal)], more);
    }

    /// <summary>Runs a script that knows where the servers and their files are.</summary>
    public async Task<string> ShellAsync(string script, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("BACKUP", In("backup")), ("WAL", In("wal")), ("DATABASE", $"{_kafka.Prefix}_default"),
            ("REDIS", $"redis://{_addresses["redis"]}"), ("REDIS_DATA", Directory.GetDirectories(PathOf("redis"))[0]),
            ("CLICKHOUSE", $"http://{_addresses["clickhouse"]}"), ("CLICKHOUSE_DATA", Path.Combine(PathOf("clickhouse"), "data")),
            ("POSTGRES", $"postgresql://attune@{_addresses["postgres"]}/postgres"), ("POSTGRES_DATA", Path.Combine(PathOf("postgres"), "data")), .. more,
        ])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{script}\nended with {process.ExitCode}:\n{await said}\n{await wrong}");
        return (await said).Trim();
    }

    /// <summary>Kills all three, and their files are gone; new ones are restored from the backup, and the settings written anew.</summary>
    /// <param name="directory">Of the settings.</param>
    /// <param name="time">The instant PostgreSQL goes back to.</param>
    public async Task LoseAndRestoreAsync(string directory, string time)
    {
        foreach (var server in Lost)
        {
            await ServerScript.RunAsync(server, "kill", PathOf(server));
            Directory.Delete(PathOf(server), recursive: true);
        }

        _standing = "after";
        _addresses["redis"] = await ServerScript.RunAsync("redis", "start", PathOf("redis"), "--appendonly", "no");
        await ServerScript.RunAsync("redis", "stop", PathOf("redis"));
        await RunAsync("Restore Redis");
        await ServerScript.RunAsync("redis", "restart", PathOf("redis"));
        await RunAsync("Then, on Redis");

        _addresses["clickhouse"] = await ServerScript.RunAsync("clickhouse", "start", PathOf("clickhouse"));
        await RunAsync("Restore ClickHouse");

        Directory.CreateDirectory(PathOf("postgres"));
        await RunAsync("Restore PostgreSQL", ("TIME", time));
        await ShellAsync("if [ $(id -u) = 0 ]; then chown -R postgres \"$POSTGRES_DATA\"; fi");
        _addresses["postgres"] = await ServerScript.RunAsync("postgres", "start", PathOf("postgres"));
        await ShellAsync("until [ \"$(psql \"$POSTGRES\" -Atc 'SELECT pg_is_in_recovery()')\" = f ]; do sleep 0.1; done");
        Write(directory);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var standing in new[] { "before", "after" })
        {
            _standing = standing;
            foreach (var server in Lost.Where(server => Directory.Exists(PathOf(server))))
            {
                await ServerScript.RunAsync(server, "stop", PathOf(server));
            }
        }

        _folder.Delete(recursive: true);
    }

    void Write(string directory)
    {
        var postgres = _addresses["postgres"].Split(':');
        RealServers.Write(directory, new
        {
            kafka = new { brokers = _kafka.Brokers, prefix = _kafka.Prefix, partitions = Partitions },
            clickHouse = new { url = $"http://{_addresses["clickhouse"]}", databasePrefix = $"{_kafka.Prefix}_" },
            redis = new { endpoints = new[] { _addresses["redis"] } },
            spool = new { patience = "00:00:30" },
            postgres = new { connectionString = $"Host={postgres[0]};Port={postgres[1]};Username=attune;Database=postgres", schemaPrefix = $"{_kafka.Prefix}_" },
        });
    }

    static void MakeOpen(string directory)
    {
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        }
    }

    string PathOf(string server) => Path.Combine(In(_standing), server);

    string In(string name) => Path.Combine(_folder.FullName, name);
}
