using System.Diagnostics.Metrics;
using Attune.Cluster.Redis;
using Attune.Events;
using Attune.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Redis;

/// <summary>What only a store of several nodes has to do; on a single server and on a cluster.</summary>
public sealed class RedisStateStoreTests(RedisSharedServers servers)
{
    readonly string _workspace = servers.NewWorkspace();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_write_from_an_earlier_place_of_the_log_changes_nothing(bool isCluster)
    {
        await using var store = await RedisTestServer.OpenAsync(_workspace, await SettingsAsync(isCluster));
        var places = new[] { 0, 1, 255, 256, uint.MaxValue, uint.MaxValue + 1L, 1L << 53, (1L << 53) + 1, long.MaxValue - 1 };
        foreach (var stored in places)
        {
            foreach (var written in places)
            {
                await store.PutAsync([new(Profile("ann"), null), new(Profile("ann"), [1], stored)], Cancellation);
                await store.PutAsync([new(Profile("ann"), [2], written)], Cancellation);

                Assert.Equal(written >= stored ? 2 : 1, Assert.Single((await store.GetAsync(Profile("ann"), Cancellation))!));
            }
        }

        await store.PutAsync([new(Profile("ann"), null, 3)], Cancellation);
        Assert.NotNull(await store.GetAsync(Profile("ann"), Cancellation));
        await store.PutAsync([new(Profile("ann"), [3])], Cancellation);
        Assert.Equal(3, Assert.Single((await store.GetAsync(Profile("ann"), Cancellation))!));
        await store.PutAsync([new(Profile("ann"), null, 3)], Cancellation);
        Assert.Null(await store.GetAsync(Profile("ann"), Cancellation));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Marks_only_rise_and_every_node_reads_them(bool isCluster)
    {
        var settings = await SettingsAsync(isCluster);
        await using var one = await RedisTestServer.OpenAsync(_workspace, settings);
        await using var other = await RedisTestServer.OpenAsync(_workspace, settings with { RewindEvents = 100 });
        Assert.Equal(LogToken.None, await other.AppliedAsync(Cancellation));

        await one.MarkAppliedAsync(LogToken.Of([(0, 1_000), (3, 30)]), Cancellation);
        await other.MarkAppliedAsync(LogToken.Of([(0, 999), (3, 40)]), Cancellation);

        Assert.Equal(LogToken.Of([(0, 1_000), (3, 40)]), await other.AppliedAsync(Cancellation));
        Assert.Equal(LogToken.Of([(0, 900), (3, 0)]), await other.RestoredAsync(Cancellation));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Three_thousand_calls_at_once_with_long_values_each_get_their_own(bool isCluster)
    {
        await using var store = await RedisTestServer.OpenAsync(
            _workspace, await SettingsAsync(isCluster) with { ProfileBytes = 1 << 20, Timeout = TimeSpan.FromMinutes(1) });
        var values = Enumerable.Range(0, 300).Select(number =>
        {
            var random = new Random(number);
            var value = new byte[random.Next(1_000, 300_000)];
            random.NextBytes(value);
            return value;
        }).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(async number =>
        {
            var key = Profile($"u{number}");
            await store.PutAsync([new(key, values[number % values.Length], number)], Cancellation);
            var read = await store.GetAsync([key, Profile("nobody"), new(StateKind.List, key.Name)], Cancellation);
            Assert.True(values[number % values.Length].AsSpan().SequenceEqual(read[0]));
            Assert.Null(read[1]);
            await store.PutAsync([new(key, null)], Cancellation);
        }));

        Assert.Equal((0, 0), await store.MeasureAsync(StateKind.Profile, Cancellation));
    }

    [Fact]
    public async Task A_profile_over_its_bytes_is_not_stored_and_said_and_counted()
    {
        var (said, counted) = (new List<string>(), 0L);
        using var listening = new MeterListener();
        listening.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "attune.redis.too_long")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listening.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        listening.Start();
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(new Listening(said)));
        await using var store = await RedisTestServer.OpenAsync(_workspace, await SettingsAsync(false) with { ProfileBytes = 2_000 }, logs);

        await store.PutAsync([new(Profile("ann"), new byte[2_000], 5)], Cancellation);
        await store.PutAsync([new(Profile("ann"), new byte[2_001], 6)], Cancellation);

        Assert.Equal(2_000, (await store.GetAsync(Profile("ann"), Cancellation))!.Length);
        Assert.Contains(said, line => line.Contains("Profile ann has 2001 bytes", StringComparison.Ordinal) && line.Contains("2000", StringComparison.Ordinal));
        Assert.Equal(1, counted);
    }

    [Fact]
    public async Task Profiles_lists_and_aliases_are_forgotten_in_time_unless_they_are_written_or_an_alias_is_read()
    {
        var settings = await SettingsAsync(false) with { ProfileTtl = TimeSpan.FromHours(2) };
        await using var store = await RedisTestServer.OpenAsync(_workspace, settings);
        await using var client = await RedisClient.OpenAsync(settings, TimeProvider.System, NullLogger.Instance, Cancellation);
        StateKey[] keys = [Profile("ann"), new(StateKind.List, "ann"), new(StateKind.Alias, "ann")];
        await store.PutAsync([new(keys[0], [1], 7), new(keys[1], [1]), new(keys[2], [1], 7), new(new(StateKind.Overlay, "ann"), [1])], Cancellation);
        foreach (var key in keys)
        {
            Assert.InRange(await LeftAsync(key), 1, 7_200_000);
        }

        Assert.Equal(-1, await LeftAsync(new(StateKind.Overlay, "ann")));

        var alias = new RedisKeys("attune", _workspace).Of(keys[2]);
        await client.CallAsync(RedisSlots.Of(alias), new RedisCommand("PEXPIRE", alias, "5000"u8.ToArray()), Cancellation);
        await store.GetAsync(keys, Cancellation);
        while (await LeftAsync(keys[2]) is > 0 and <= 5_000)
        {
            // Nobody waits for the renewal, which follows the read; without it the alias would be gone in the end.
            await Task.Delay(5, Cancellation);
        }

        Assert.InRange(await LeftAsync(keys[2]), 5_001, 7_200_000);

        async Task<long> LeftAsync(StateKey key)
        {
            var name = new RedisKeys("attune", _workspace).Of(key);
            return (await client.CallAsync(RedisSlots.Of(name), new RedisCommand("PTTL", name), Cancellation)).Number;
        }
    }

    [Fact]
    public void Profile_list_and_alias_of_one_user_share_a_slot()
    {
        var keys = new RedisKeys("attune", "shop");
        foreach (var name in new[] { "u:ann", "s:käse", "u:{", "u:a}b" })
        {
            Assert.Single(new[] { StateKind.Profile, StateKind.List, StateKind.Alias }.Select(kind => RedisSlots.Of(keys.Of(new(kind, name)))).Distinct());
            Assert.Equal(new(StateKind.Alias, name), keys.Parse(StateKind.Alias, keys.Of(new(StateKind.Alias, name))));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_part_read_while_it_is_replaced_is_the_old_or_the_new_one_and_no_piece_is_left_behind(bool isCluster)
    {
        var settings = await SettingsAsync(isCluster);
        await using var store = await RedisTestServer.OpenAsync(_workspace, settings);
        await using var other = await RedisTestServer.OpenAsync(_workspace, settings);
        var key = new StateKey(StateKind.Overlay, "co-visits");
        await store.PutAsync([new(key, Part(0))], Cancellation);

        var writing = Task.Run(async () =>
        {
            for (var round = 1; round <= 20; round++)
            {
                await (round % 2 == 0 ? store : other).PutAsync([new(key, Part(round))], Cancellation);
            }
        }, Cancellation);
        var reads = 0;
        while (!writing.IsCompleted || reads == 0)
        {
            var part = (await other.GetAsync(key, Cancellation))!;
            Assert.Equal(2_000_000 + part[0], part.Length);
            Assert.False(part.AsSpan().ContainsAnyExcept(part[0]));
            reads++;
        }

        await writing;
        Assert.Equal(Part(20), await store.GetAsync(key, Cancellation));
        await using var client = await RedisClient.OpenAsync(settings, TimeProvider.System, NullLogger.Instance, Cancellation);
        var pieces = 0;
        foreach (var node in client.Servers.Masters)
        {
            pieces += (await client.CallAsync(node, new RedisCommand("KEYS", System.Text.Encoding.ASCII.GetBytes($"attune:{{{_workspace}}}:x:*")), Cancellation)).Items.Length;
        }

        Assert.Equal(4, pieces);

        static byte[] Part(int round)
        {
            var part = new byte[2_000_000 + round];
            part.AsSpan().Fill((byte)round);
            return part;
        }
    }

    [Fact]
    public async Task Checkpoints_places_are_kept_and_workspaces_do_not_meet()
    {
        var settings = await SettingsAsync(false);
        await using var store = await RedisTestServer.OpenAsync(_workspace, settings);
        await using var other = await RedisTestServer.OpenAsync(servers.NewWorkspace(), settings);

        await store.CheckpointAsync(LogToken.Of([(0, 5), (1, 6)]), Cancellation);
        await store.PutAsync([new(Profile("ann"), [1])], Cancellation);

        Assert.Equal(LogToken.Of([(0, 5), (1, 6)]), await store.CheckpointedAsync(Cancellation));
        Assert.Equal(LogToken.None, await other.CheckpointedAsync(Cancellation));
        Assert.Null(await other.GetAsync(Profile("ann"), Cancellation));
        Assert.Equal((0, 0), await other.MeasureAsync(StateKind.Profile, Cancellation));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        var faults = new RedisSettings { Endpoints = ["127.0.0.1", "h:1"], User = "ann", Timeout = TimeSpan.Zero, ProfileBytes = 7, TlsAuthority = "ca.pem" }.Faults();

        Assert.Equal(5, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("redis.endpoints is \"127.0.0.1\"", StringComparison.Ordinal));
        Assert.Contains("redis.endpoints.count is 0; it must be 1 to 100.", new RedisSettings().Faults());
        Assert.DoesNotContain("secret", new RedisSettings { Endpoints = ["h:1"], Password = "secret" }.ToString(), StringComparison.Ordinal);
    }

    static StateKey Profile(string name) => new(StateKind.Profile, name);

    async Task<RedisSettings> SettingsAsync(bool isCluster) => (isCluster ? await servers.ClusterAsync() : await servers.SingleAsync()).Settings;

    sealed class Listening(List<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (said)
            {
                said.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
