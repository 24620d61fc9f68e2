using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Attune.Load.Clusters;

/// <summary>Every event that was acknowledged, and whether history and profiles hold each of them once.</summary>
sealed class Ledger
{
    readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);

    /// <summary>How many events were acknowledged.</summary>
    public int Count => _acknowledged.Count;

    public void Acknowledge(string eventId, int user) => _acknowledged[eventId] = user;

    /// <summary>Compares with what the cluster holds, as any user of its API may.</summary>
    /// <returns>Acknowledged events the history lacks, events it has more than once, and users whose profile counts otherwise than the history.</returns>
    public async Task<(int Lost, int Twice, int Miscounted, int Users)> CompareAsync(Balancer balancer, CancellationToken cancellation)
    {
        var (kept, perUser, twice) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal), 0);
        for (var piece = 0; piece < 64; piece++)
        {
            var sql = string.Create(CultureInfo.InvariantCulture, $"select event_id, user_id from events where modulo(log_offset, 64) = {piece}");
            foreach (var row in await QueryAsync(balancer, sql, cancellation))
            {
                var (id, user) = (row[0].GetString()!, row[1].GetString()!);
                twice += kept.Add(id) ? 0 : 1;
                perUser[user] = perUser.GetValueOrDefault(user) + 1;
            }
        }

        var lost = _acknowledged.Keys.Count(id => !kept.Contains(id));
        var miscounted = 0;
        var users = _acknowledged.Values.Distinct().Order().Take(2_000).ToList();
        foreach (var user in users)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"u{user}");
            var answer = await balancer.GetAsync("recommend", $"v1/users/{name}/profile", cancellation);
            var counted = answer is null ? -1 : JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("counts").EnumerateObject().Sum(type => type.Value.GetInt64());
            miscounted += counted == perUser.GetValueOrDefault(name) ? 0 : 1;
        }

        return (lost, twice, miscounted, users.Count);
    }

    static async Task<List<JsonElement>> QueryAsync(Balancer balancer, string sql, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["sql"] = sql, ["rows"] = 100_000 });
        var answer = await balancer.PostAsync("", "v1/query", body, cancellation) ?? throw new InvalidOperationException($"No node answered: {sql}");
        return [.. JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("rows").EnumerateArray()];
    }
}
