using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Attune.Cluster.Kafka;
using Attune.Embedded.Tests;
using Attune.Events;
using Attune.Operating;
using Confluent.Kafka;

namespace Attune.Cluster.Tests.Kafka;

public sealed class RecordTraceTests(KafkaStandInFixture brokers)
{
    readonly RandomEvents _random = new(23);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_never_saw_a_traced_event_goes_on_with_its_trace()
    {
        var (here, there) = (await brokers.NewWorkspaceAsync(1), await brokers.NewWorkspaceAsync(1));
        var (plain, traced) = (Next(), Next());
        ActivityContext accepted;
        await using (var log = await KafkaStandIn.OpenAsync(here))
        {
            using var span = new Activity("append") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            accepted = span.Context;
            TracedEvents.Remember([traced]);
            Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync([plain, traced], Cancellation));
        }

        var records = RecordsOf(here);
        Forget(traced);
        await using var elsewhere = await KafkaStandIn.OpenAsync(there);
        await using var following = elsewhere.ReadAsync(0, 0, follow: true, Cancellation).GetAsyncEnumerator(Cancellation);
        await HandOverAsync(records[0], there);
        // The first has been read: what comes now comes to a reader that has begun.
        Assert.True(await following.MoveNextAsync());
        await HandOverAsync(records[1], there);
        Assert.True(await following.MoveNextAsync());

        Assert.Equal(traced, following.Current.Events[^1]);
        var known = Assert.NotNull(TracedEvents.Of(traced.EventId));
        Assert.Equal((accepted.TraceId, accepted.SpanId), (known.TraceId, known.SpanId));
        Assert.True(known.IsRemote);
        Assert.Null(TracedEvents.Of(plain.EventId));
    }

    [Fact]
    public async Task An_event_that_is_not_traced_has_no_header_and_no_byte_more()
    {
        var at = await brokers.NewWorkspaceAsync(1);
        var (plain, traced) = (Next(), Next());
        await using (var log = await KafkaStandIn.OpenAsync(at))
        {
            using var span = new Activity("append") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            TracedEvents.Remember([traced]);
            Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync([plain, traced], Cancellation));
        }

        var records = RecordsOf(at);

        Assert.Empty(records[0].Message.Headers);
        var header = Assert.Single(records[1].Message.Headers);
        Assert.Equal((11, 55), (header.Key.Length, header.GetValueBytes().Length));
        Assert.All(records.Zip([plain, traced]), pair => Assert.Equal(
            RecordCodec.Encode(pair.Second, RecordCodec.Decode(pair.First.Message.Value).AcceptedAt), pair.First.Message.Value));
    }

    [Fact]
    public async Task What_was_there_before_a_reader_began_is_in_no_trace()
    {
        var at = await brokers.NewWorkspaceAsync(1);
        var traced = Next();
        await using var log = await KafkaStandIn.OpenAsync(at);
        using (new Activity("append") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start())
        {
            TracedEvents.Remember([traced]);
            Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync([traced], Cancellation));
        }

        Forget(traced);
        await foreach (var batch in log.ReadAsync(0, 0, follow: false, Cancellation))
        {
            Assert.Equal([traced], batch.Events);
        }

        Assert.Null(TracedEvents.Of(traced.EventId));
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    public void A_header_that_names_no_recorded_trace_is_passed_over(string header, bool isTrace) =>
        Assert.Equal(isTrace, RecordTrace.Read([new Header("traceparent", Encoding.ASCII.GetBytes(header))]) is not null);

    [Fact]
    public void A_header_without_bytes_is_passed_over() => Assert.Null(RecordTrace.Read([new Header("traceparent", null)]));

    // What is remembered is of the whole process: each test has events of its own.
    UserEvent Next([CallerMemberName] string test = "")
    {
        var happened = _random.Next();
        return happened with { EventId = $"{test}-{happened.EventId}" };
    }

    /// <summary>As a process that did not take the event in: so many others are remembered that it is forgotten.</summary>
    static void Forget(UserEvent happened)
    {
        using var span = new Activity("others").Start();
        for (var other = 0; other < TracedEvents.Most; other++)
        {
            TracedEvents.Remember($"{happened.EventId}-{other}", span.Context);
        }

        Assert.Null(TracedEvents.Of(happened.EventId));
    }

    static List<ConsumeResult<byte[], byte[]>> RecordsOf((string Workspace, KafkaSettings Settings) at)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = at.Settings.Brokers, GroupId = "test", EnablePartitionEof = true }).Build();
        consumer.Assign(new TopicPartitionOffset($"attune.{at.Workspace}.events", 0, Offset.Beginning));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (consumer.Consume(Cancellation) is { IsPartitionEOF: false } record)
        {
            records.Add(record);
        }

        return records;
    }

    static async Task HandOverAsync(ConsumeResult<byte[], byte[]> record, (string Workspace, KafkaSettings Settings) to)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = to.Settings.Brokers }).Build();
        await producer.ProduceAsync(new TopicPartition($"attune.{to.Workspace}.events", 0), record.Message, Cancellation);
    }
}
