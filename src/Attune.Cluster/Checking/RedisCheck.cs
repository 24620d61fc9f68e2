using System.Globalization;
using Attune.Cluster.Redis;
using Attune.Operating.Checking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Checking;

/// <summary>Redis: each server there, keeping everything, on the disk, its replicas in step.</summary>
public sealed class RedisCheck(RedisSettings settings, TimeProvider clock) : ICheck
{
    static readonly string[] Refusals = ["WRONGPASS", "NOAUTH", "NOPERM", "invalid password", "AUTH"];

    /// <inheritdoc/>
    public string About => "redis";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        try
        {
            await using var client = await RedisClient.OpenAsync(settings, clock, NullLogger.Instance, cancellation);
            if (client.Servers.Sentinels is { } sentinels)
            {
                Judge(await sentinels.AskAsync(settings.Timeout, isWholeNeeded: true), findings);
            }

            foreach (var endpoint in settings.Endpoints.Select(RedisEndpoint.Parse).Union(client.Servers.Masters.Select(node => node.Endpoint)))
            {
                await ServerAsync(client, endpoint, findings, cancellation);
            }
        }
        catch (IOException fault) when (IsRefusal(fault))
        {
            findings.Fail($"{fault.Message}", "Nothing can be read or written.", "Set cluster.redis.user and cluster.redis.password as the server has them.");
        }
        catch (IOException fault)
        {
            Away(findings, fault);
        }

        return findings.All;
    }

    async ValueTask ServerAsync(RedisClient client, RedisEndpoint endpoint, Findings findings, CancellationToken cancellation)
    {
        try
        {
            var node = client.Servers.NodeAt(endpoint);
            await client.CallAsync(node, new RedisCommand("PING"), cancellation);
            var began = clock.GetTimestamp();
            await client.CallAsync(node, new RedisCommand("PING"), cancellation);
            var took = clock.GetElapsedTime(began);
            var facts = Parse((await client.CallAsync(node, new RedisCommand("INFO"), cancellation)).Text);
            findings.Good($"Redis {facts.GetValueOrDefault("redis_version")} at {endpoint}, {facts.GetValueOrDefault("role")}, answers in {took.TotalMilliseconds:0.0} ms.");
            Judge(endpoint, facts, findings);
            var time = (await client.CallAsync(node, new RedisCommand("TIME"), cancellation)).Items;
            ClockDifference.Check(findings, DateTimeOffset.FromUnixTimeSeconds(long.Parse(time[0].Text, CultureInfo.InvariantCulture)), clock);
        }
        catch (RedisUnavailableException fault)
        {
            Away(findings, fault);
        }
    }

    void Judge(RedisMasterNamed named, Findings findings)
    {
        if (named.Agreed is { } place)
        {
            findings.Good($"The sentinels name {place} as the master {settings.MasterName}.");
        }
        else
        {
            findings.Fail($"Of {settings.Sentinels.Count} sentinels no majority names one master {settings.MasterName}.", "When the master dies, no other takes its place.", "Look at the sentinels, and at the ways between them.");
        }

        foreach (var fault in named.Faults)
        {
            findings.Warn($"{fault.Message}", "With too few sentinels, no other server takes the place of a master that dies.", "Start it, or mend the way to it.");
        }
    }

    static void Judge(RedisEndpoint endpoint, Dictionary<string, string> facts, Findings findings)
    {
        var policy = facts.GetValueOrDefault("maxmemory_policy", "noeviction");
        if (policy != "noeviction")
        {
            findings.Fail($"{endpoint} has the memory policy {policy}.", "Where memory is short it throws profiles and counts away without a word, and lists get worse.", "CONFIG SET maxmemory-policy noeviction, and the same in redis.conf.");
        }

        var (used, most) = (Number(facts, "used_memory"), Number(facts, "maxmemory"));
        if (most > 0 && used > most * 0.85)
        {
            findings.Warn($"{endpoint} uses {used >> 20} of {most >> 20} MiB.", "When it is full it refuses writes, and profiles stand still.", "Give it more memory, or add masters.");
        }

        if (facts.GetValueOrDefault("aof_enabled") == "0" && facts.GetValueOrDefault("role") == "master" && Number(facts, "connected_slaves") == 0)
        {
            findings.Warn($"{endpoint} keeps nothing on its disk as it goes and has no replica.", "After a crash profiles are built again from the log, which takes as long as the log is.", "Set appendonly yes, or add a replica.");
        }

        if (facts.GetValueOrDefault("aof_last_write_status", "ok") != "ok" || facts.GetValueOrDefault("rdb_last_bgsave_status", "ok") != "ok")
        {
            findings.Fail($"{endpoint} could not write to its disk.", "It may refuse writes, and after a crash it is empty.", "Look for room and rights in its directory.");
        }

        if (facts.GetValueOrDefault("master_link_status", "up") != "up")
        {
            findings.Warn($"Replica {endpoint} has lost its master.", "A fail-over to it would lose what came since.", "Look at the way between the two.");
        }
    }

    void Away(Findings findings, IOException fault) =>
        findings.Fail($"{fault.Message}", "Profiles cannot be read; lists come from what is popular.", $"Start it, or mend the way to {settings.Places}.");

    static bool IsRefusal(IOException fault) =>
        Refusals.Any(word => fault.Message.Contains(word, StringComparison.Ordinal));

    static long Number(Dictionary<string, string> facts, string name) =>
        long.TryParse(facts.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    static Dictionary<string, string> Parse(string info) => info.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(pair => pair.Length == 2)
        .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
