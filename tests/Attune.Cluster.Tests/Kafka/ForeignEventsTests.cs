using System.Text;
using Attune.Cluster.Kafka;
using Attune.Events;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Kafka;

public sealed class ForeignEventsTests(KafkaStandInFixture brokers)
{
    static readonly EventTime Now = new(1_790_000_000_000_000);

    static readonly ForeignTopicSettings Shop = new()
    {
        Topic = "shop",
        Fields = new Dictionary<string, string> { ["userId"] = "who.customer", ["itemId"] = "sku", ["type"] = "what", ["timestamp"] = "at" },
        Types = new Dictionary<string, string> { ["BOUGHT"] = "purchase" },
    };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Fields_and_types_are_found_where_the_mapping_says()
    {
        var row = Read("""{"who":{"customer":"ann","age":3},"sku":"i1","what":"BOUGHT","at":"2026-09-21T14:13:20Z","more":[1]}""");

        Assert.Equal(
            new UserEvent { EventId = "shop/0/7", Type = EventType.Purchase, User = new UserId("ann"), Item = new ItemId("i1"), Time = Now },
            row.Event);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"who":"ann","sku":"i1","what":"BOUGHT"}""")]
    [InlineData("""{"who":{"customer":"ann"},"sku":"i1","what":"SOLD"}""")]
    public void What_is_no_event_is_refused_with_the_reason(string message) => Assert.NotEmpty(Read(message).Refusal!.Limit);

    [Fact]
    public void A_mapping_of_unknown_fields_or_types_is_refused()
    {
        Assert.Empty(Shop.Faults());
        Assert.NotEmpty((Shop with { Fields = new Dictionary<string, string> { ["colour"] = "x" } }).Faults());
        Assert.NotEmpty((Shop with { Types = new Dictionary<string, string> { ["x"] = "stroll" } }).Faults());
    }

    [Fact]
    public async Task A_topic_of_another_service_comes_into_the_log_and_what_is_no_event_is_set_aside()
    {
        var at = await brokers.NewWorkspaceAsync(1);
        await using var log = await KafkaStandIn.OpenAsync(at);
        var shop = Shop with { Topic = $"{at.Workspace}.shop", Group = $"{at.Workspace}.shop" };
        using var service = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = at.Settings.Brokers }).Build();
        foreach (var message in new[] { """{"who":{"customer":"ann"},"sku":"i1","what":"BOUGHT"}""", "no json", """{"who":{"customer":"ann"},"sku":"i2","what":"view"}""" })
        {
            await service.ProduceAsync(new TopicPartition(shop.Topic, 0), new() { Value = message }, Cancellation);
        }

        await using var taking = new ForeignEvents(log, at.Settings, shop, TimeProvider.System, NullLogger<ForeignEvents>.Instance);

        var taken = new List<string>();
        await foreach (var batch in log.ReadAsync(0, 0, follow: true, Cancellation))
        {
            taken.AddRange(batch.Events.Select(e => $"{e.Type} {e.Item}"));
            if (taken.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["purchase i1", "view i2"], taken);
        using var poison = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = at.Settings.Brokers, GroupId = "x" }).Build();
        poison.Assign(Enumerable.Range(0, 4).Select(partition => new TopicPartitionOffset(shop.PoisonTopic, partition, Offset.Beginning)));
        var aside = poison.Consume(Cancellation);
        Assert.Equal("no json", aside.Message.Value);
        Assert.NotEmpty(Encoding.UTF8.GetString(aside.Message.Headers.GetLastBytes("reason")));
    }

    static ParsedRow Read(string message) => new ForeignMapping(Shop).Read(Encoding.UTF8.GetBytes(message), Now, "shop/0/7");
}
