using System.Diagnostics;
using System.Globalization;
using Attune.Cluster.Redis;
using Attune.Events;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Benchmarks;

/// <summary>What calls of the state store on a real server cost, and what profiles weigh there; <c>bench/redis</c> sets it beside the server's own benchmark.</summary>
static class RedisCalls
{
    const int Callers = 64;
    const int Users = 100_000;

    static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>Runs against a server.</summary>
    /// <param name="what"><c>calls</c>, <c>profiles</c>, or <c>away</c>, which ends the server.</param>
    /// <param name="endpoint">As host:port.</param>
    public static async Task RunAsync(string what, string endpoint)
    {
        var settings = new RedisSettings { Endpoints = [endpoint] };
        await using var store = await RedisStateStore.OpenAsync("bench", settings, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        if (what == "profiles")
        {
            await WriteProfilesAsync(store);
            return;
        }

        if (what == "away")
        {
            await AskInVainAsync(store, endpoint);
            return;
        }

        StateKey[] keys = [.. Enumerable.Range(0, 1_000).Select(number => new StateKey(StateKind.Profile, $"u:{number}"))];
        StateKey[][] threes = [.. keys.Select(key => new[] { key, new(StateKind.List, key.Name), new(StateKind.Alias, key.Name) })];
        await store.PutAsync([.. keys.Select(key => new StateWrite(key, new byte[4_096]))], CancellationToken.None);
        var value = new byte[4_096];
        await TimeAsync("", Callers, async at => await store.GetAsync(keys[at % keys.Length], CancellationToken.None), TimeSpan.FromSeconds(2));
        await TimeAsync("read 4 KB", Callers, async at => await store.GetAsync(keys[at % keys.Length], CancellationToken.None), Length);
        await TimeAsync("read profile, list and alias", Callers, async at => await store.GetAsync(threes[at % keys.Length], CancellationToken.None), Length);
        await TimeAsync("write 4 KB", Callers, async at => await store.PutAsync([new(keys[at % keys.Length], value)], CancellationToken.None), Length);
        await TimeAsync("write 4 KB with a fence", Callers, async at => await store.PutAsync([new(keys[at % keys.Length], value, 7)], CancellationToken.None), Length);
        await TimeAsync("read 4 KB", 1, async at => await store.GetAsync(keys[at % keys.Length], CancellationToken.None), Length);
    }

    static async Task TimeAsync(string what, int callers, Func<int, Task> call, TimeSpan length)
    {
        var times = new List<double>[callers];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = times[caller] = [];
            for (var at = caller; Stopwatch.GetElapsedTime(began) < length; at += callers)
            {
                var start = Stopwatch.GetTimestamp();
                await call(at);
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })));
        double[] sorted = [.. times.SelectMany(own => own).Order()];
        if (what.Length > 0)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {callers} | {sorted.Length / length.TotalSeconds:N0} | {sorted[sorted.Length / 2]:0.000} | {sorted[sorted.Length * 99 / 100]:0.00} |"));
        }
    }

    // What is timed begins when the breaker is open: three time-outs after the server's end.
    static async Task AskInVainAsync(RedisStateStore store, string endpoint)
    {
        using var ending = Process.Start("redis-cli", ["-p", endpoint.Split(':')[1], "shutdown", "nosave"]);
        await ending.WaitForExitAsync();
        await TimeAsync("", 8, AskAsync, TimeSpan.FromSeconds(6));
        await TimeAsync("read while the server is away, refused", 1, AskAsync, TimeSpan.FromSeconds(0.5));

        async Task AskAsync(int at)
        {
            try
            {
                await store.GetAsync(new StateKey(StateKind.Profile, "u:1"), CancellationToken.None);
            }
            catch (RedisUnavailableException)
            {
            }
        }
    }

    static async Task WriteProfilesAsync(RedisStateStore store)
    {
        var (random, fold, bytes) = (new Random(1), new ProfileFold(new EventWeights(), new ProfileSettings()), 0L);
        foreach (var some in Enumerable.Range(0, Users).Chunk(1_000))
        {
            var writes = some.Select(user =>
            {
                var profile = Profile.Empty;
                for (var number = 0; number < 10; number++)
                {
                    var happened = new UserEvent
                    {
                        EventId = "e",
                        Type = EventType.View,
                        User = new UserId($"{user}"),
                        Item = new ItemId("i"),
                        Time = new EventTime(1_760_000_000_000_000 + random.NextInt64(30L * 86_400 * 1_000_000)),
                    };
                    profile = fold.Fold(profile, happened, random.Next(100_000), user % 16, (user * 10L) + number);
                }

                return new StateWrite(new(StateKind.Profile, $"u:{user}"), ProfileCodec.Encode(profile), (user * 10L) + 9);
            }).ToArray();
            bytes += writes.Sum(write => write.Value!.Length);
            await store.PutAsync(writes, CancellationToken.None);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Users} {(double)bytes / Users:0}"));
    }
}
