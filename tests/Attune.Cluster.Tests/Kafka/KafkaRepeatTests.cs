using Attune.Cluster.Kafka;
using Attune.Embedded.Tests;
using Attune.Events;
using Confluent.Kafka;

namespace Attune.Cluster.Tests.Kafka;

public sealed class KafkaRepeatTests(KafkaStandInFixture brokers)
{
    readonly RandomEvents _random = new(11);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeat_is_read_as_erased_by_every_reader_wherever_it_begins()
    {
        var at = await brokers.NewWorkspaceAsync(1);
        at.Settings = at.Settings with { RepeatWindow = 20 };
        await using var log = await KafkaStandIn.OpenAsync(at);
        var random = new Random(5);
        var sent = new List<UserEvent>();
        for (var count = 0; count < 300; count++)
        {
            var isRepeat = sent.Count > 0 && random.Next(3) == 0;
            sent.Add(isRepeat ? sent[^random.Next(1, Math.Min(40, sent.Count) + 1)] : _random.Next());
        }

        foreach (var chunk in sent.Chunk(17))
        {
            await AppendAsync(log, chunk);
        }

        var expected = sent.Select((happened, offset) =>
            sent[Math.Max(0, offset - 20)..offset].Exists(before => before.EventId == happened.EventId) ? UserEvent.Erased : happened).ToArray();
        foreach (var offset in new[] { 0, 1, 19, 20, 21, 150, 299 })
        {
            Assert.Equal(expected[offset..], await ReadAsync(log, 0, offset));
        }
    }

    [Fact]
    public async Task A_record_that_is_no_event_is_read_as_erased_and_what_follows_is_read()
    {
        var at = await brokers.NewWorkspaceAsync(1);
        await using var log = await KafkaStandIn.OpenAsync(at);
        var (before, after) = (_random.Next(), _random.Next());
        await AppendAsync(log, before);
        using (var foreign = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = at.Settings.Brokers }).Build())
        {
            await foreign.ProduceAsync($"attune.{at.Workspace}.events", new() { Value = "no event" }, Cancellation);
            await foreign.ProduceAsync($"attune.{at.Workspace}.events", new() { Value = null! }, Cancellation);
        }

        await AppendAsync(log, after);

        Assert.Equal([before, UserEvent.Erased, UserEvent.Erased, after], await ReadAsync(log, 0, 0));
    }

    [Fact]
    public async Task What_was_erased_is_unreadable_on_every_node_and_after_opening_again()
    {
        var at = await brokers.NewWorkspaceAsync(2);
        await using var log = await KafkaStandIn.OpenAsync(at);
        await using var other = await KafkaStandIn.OpenAsync(at);
        var ann = _random.Next() with { User = new UserId("ann") };
        var bob = _random.Next() with { User = new UserId("bob") };
        var token = await AppendAsync(log, ann, bob);
        var later = ann with { EventId = "later" };
        await AppendAsync(log, later);

        var erased = await log.EraseAsync(new EventErasure(new HashSet<string> { "u:ann" }, token), Cancellation);
        var again = await log.EraseAsync(new EventErasure(new HashSet<string> { "u:ann" }, token), Cancellation);

        Assert.Equal((1, 0), (erased, again));
        await using var opened = await KafkaStandIn.OpenAsync(at);
        UserEvent[] left = [bob, later];
        Assert.Equal(left.OrderBy(e => e.EventId), await LeftAsync(log));
        Assert.Equal(left.OrderBy(e => e.EventId), await LeftAsync(opened));
        while ((await LeftAsync(other)).Length > left.Length)
        {
            await Task.Delay(10, Cancellation);
        }
    }

    [Fact]
    public async Task What_another_node_erased_is_unreadable_as_soon_as_it_is_heeded_and_what_came_since_stays()
    {
        var at = await brokers.NewWorkspaceAsync(2);
        await using var log = await KafkaStandIn.OpenAsync(at);
        var ann = _random.Next() with { User = new UserId("ann") };
        var token = await AppendAsync(log, ann);
        var later = ann with { EventId = "later" };
        await AppendAsync(log, later);

        await log.HeedAsync(new EventErasure(new HashSet<string> { "u:ann" }, token), Cancellation);
        await log.HeedAsync(new EventErasure(new HashSet<string> { "u:ann" }, LogToken.None), Cancellation);

        Assert.Equal([later], await LeftAsync(log));
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_made_where_the_brokers_let_it()
    {
        var (_, settings) = await brokers.NewWorkspaceAsync(1);
        settings = settings with { Prefix = "made", RequestTimeout = TimeSpan.FromSeconds(1) };

        await using var log = await KafkaStandIn.OpenAsync(("w", settings));

        Assert.True(log.Partitions > 0);
    }

    [Fact]
    public async Task Brokers_that_are_away_are_named_when_the_log_is_opened()
    {
        var settings = new KafkaSettings { Brokers = "127.0.0.1:9", RequestTimeout = TimeSpan.FromMilliseconds(500) };

        var failure = await Assert.ThrowsAsync<KafkaUnavailableException>(() => KafkaStandIn.OpenAsync(("w", settings)));

        Assert.Contains("127.0.0.1:9", failure.Message, StringComparison.Ordinal);
    }

    static async Task<LogToken> AppendAsync(KafkaEventLog log, params UserEvent[] events) =>
        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(events, Cancellation)).Token;

    static async Task<List<UserEvent>> ReadAsync(KafkaEventLog log, int partition, long offset)
    {
        var events = new List<UserEvent>();
        await foreach (var batch in log.ReadAsync(partition, offset, follow: false, Cancellation))
        {
            events.AddRange(batch.Events);
        }

        return events;
    }

    static async Task<UserEvent[]> LeftAsync(KafkaEventLog log)
    {
        var events = new List<UserEvent>();
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            events.AddRange(await ReadAsync(log, partition, 0));
        }

        return [.. events.Where(e => !e.IsErased).OrderBy(e => e.EventId)];
    }
}
