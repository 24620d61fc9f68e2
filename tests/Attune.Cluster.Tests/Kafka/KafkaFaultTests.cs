using Attune.Cluster.Kafka;
using Attune.Cluster.Spool;
using Attune.Embedded.Log;
using Attune.Embedded.Tests;
using Attune.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Kafka;

/// <summary>Brokers that go away and come back, under a writer and a reader.</summary>
public sealed class KafkaFaultTests : IAsyncLifetime
{
    readonly KafkaStandIn _brokers = new();
    readonly TemporaryFolder _folder = new();
    readonly RandomEvents _random = new(13);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _brokers.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _brokers.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_lost_doubled_or_out_of_order_while_leaders_move_and_a_broker_is_away()
    {
        var at = await _brokers.NewWorkspaceAsync(2);
        await using var log = await KafkaStandIn.OpenAsync(at);
        var events = _random.Next(600).Select((e, number) => e with { User = new UserId($"user{number % 5}") }).ToArray();
        var breaking = BreakAsync();

        foreach (var chunk in events.Chunk(3))
        {
            Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(chunk, Cancellation));
        }

        await breaking;
        await AssertHoldsAsync(log, events, erased: 0);

        async Task BreakAsync()
        {
            var topic = $"attune.{at.Workspace}.events";
            for (var round = 0; round < 3; round++)
            {
                await _brokers.TellAsync("leader", topic, "0", $"{1 + (round % 3)}");
                await _brokers.TellAsync("leader", topic, "1", $"{1 + ((round + 1) % 3)}");
            }

            await _brokers.TellAsync("down", "1");
            await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
            await _brokers.TellAsync("up", "1");
        }
    }

    [Fact]
    public async Task An_append_that_brokers_do_not_take_in_time_fails_and_names_them()
    {
        var at = await _brokers.NewWorkspaceAsync(1);
        at.Settings = at.Settings with { DeliveryTimeout = TimeSpan.FromMilliseconds(500) };
        await using var log = await KafkaStandIn.OpenAsync(at);
        await _brokers.TellAllAsync("down");

        var failed = Assert.IsType<AppendOutcome.StorageFailed>(await log.AppendAsync(_random.Next(3), Cancellation));

        Assert.Contains(at.Settings.Brokers, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_as_overloaded()
    {
        var at = await _brokers.NewWorkspaceAsync(1);
        at.Settings = at.Settings with { DeliveryTimeout = TimeSpan.FromMilliseconds(500), QueueEvents = 10 };
        await using var log = await KafkaStandIn.OpenAsync(at);
        await _brokers.TellAllAsync("down");
        var waiting = log.AppendAsync(_random.Next(8), Cancellation);

        Assert.IsType<AppendOutcome.Overloaded>(await log.AppendAsync(_random.Next(8), Cancellation));
        Assert.IsType<AppendOutcome.StorageFailed>(await waiting);
    }

    [Fact]
    public async Task Events_taken_while_brokers_are_away_wait_in_the_spool_and_come_to_the_log_in_order()
    {
        var at = await SpooledWorkspaceAsync();
        await using var log = await OpenSpoolingAsync(at);
        var events = _random.Next(900).Select((e, number) => e with { User = new UserId($"user{number % 5}") }).ToArray();
        await AppendAsync(log, events[..300]);

        await _brokers.TellAllAsync("down");
        var tokens = await AppendAsync(log, events[300..600]);
        Assert.Contains(LogToken.None, tokens);
        Assert.True(log.Waiting > 0);
        await _brokers.TellAllAsync("up");
        await AppendAsync(log, events[600..]);
        await EmptyAsync(log);

        await AssertHoldsAsync(log, events, erased: null);
    }

    [Fact]
    public async Task What_waits_in_the_spool_outlives_the_process_and_what_is_moved_twice_counts_once()
    {
        var at = await SpooledWorkspaceAsync();
        var events = _random.Next(200).Select(e => e with { User = new UserId("ann") }).ToArray();
        await using (var log = await OpenSpoolingAsync(at))
        {
            await _brokers.TellAllAsync("down");
            await AppendAsync(log, events);
        }

        await _brokers.TellAllAsync("up");
        await using (var log = await OpenSpoolingAsync(at))
        {
            await EmptyAsync(log);
        }

        File.Delete(_folder.File("moved"));
        await using var again = await OpenSpoolingAsync(at);
        await EmptyAsync(again);

        await AssertHoldsAsync(again, events, erased: null);
    }

    async Task<(string Workspace, KafkaSettings Settings)> SpooledWorkspaceAsync()
    {
        var at = await _brokers.NewWorkspaceAsync(2);
        return at with { Settings = at.Settings with { DeliveryTimeout = TimeSpan.FromSeconds(1) } };
    }

    async Task<SpoolingLog> OpenSpoolingAsync((string Workspace, KafkaSettings Settings) at) => new(
        at.Workspace,
        await KafkaStandIn.OpenAsync(at),
        SegmentLog.Open(_folder.File("spool"), new SegmentLogSettings(), TimeProvider.System),
        _folder.File("moved"),
        new SpoolSettings { Patience = TimeSpan.FromMilliseconds(300), FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(200) },
        TimeProvider.System,
        NullLogger<SpoolingLog>.Instance);

    static async Task<List<LogToken>> AppendAsync(SpoolingLog log, UserEvent[] events)
    {
        var tokens = new List<LogToken>();
        foreach (var chunk in events.Chunk(7))
        {
            tokens.Add(Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(chunk, Cancellation)).Token);
        }

        return tokens;
    }

    static async Task EmptyAsync(SpoolingLog log)
    {
        while (log.Waiting > 0)
        {
            await Task.Delay(10, Cancellation);
        }
    }

    // Each event once, and each user's in the order in which they were taken.
    static async Task AssertHoldsAsync(IEventLog log, UserEvent[] events, int? erased)
    {
        var read = new List<UserEvent>();
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            await foreach (var batch in log.ReadAsync(partition, 0, follow: false, Cancellation))
            {
                read.AddRange(batch.Events);
            }
        }

        Assert.Equal(erased ?? read.Count(e => e.IsErased), read.Count(e => e.IsErased));
        read.RemoveAll(e => e.IsErased);
        foreach (var user in events.Select(e => e.User).Distinct())
        {
            Assert.Equal(events.Where(e => e.User == user), read.Where(e => e.User == user));
        }

        Assert.Equal(events.Length, read.Count);
    }
}
