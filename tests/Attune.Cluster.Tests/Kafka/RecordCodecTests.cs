using System.Text;
using Attune.Cluster.Kafka;
using Attune.Embedded.Tests;
using Attune.Events;

namespace Attune.Cluster.Tests.Kafka;

public sealed class RecordCodecTests
{
    static readonly EventTime AcceptedAt = new(1_790_000_000_123_456);

    readonly RandomEvents _random = new(7);

    [Fact]
    public void Every_event_comes_back_equal_with_the_instant_it_was_taken()
    {
        for (var count = 0; count < 2_000; count++)
        {
            var happened = _random.Next();

            Assert.Equal((happened, AcceptedAt), RecordCodec.Decode(RecordCodec.Encode(happened, AcceptedAt)));
        }
    }

    [Fact]
    public void A_merge_of_profiles_comes_back_equal()
    {
        var merge = UserEvent.Merge("m1", new UserId("ann"), ProfileKey.Of(new UserId("old")), AcceptedAt);

        Assert.Equal(merge, RecordCodec.Decode(RecordCodec.Encode(merge, AcceptedAt)).Event);
    }

    [Fact]
    public void A_record_cut_short_anywhere_is_refused()
    {
        var record = RecordCodec.Encode(_random.Next() with { Context = "{}", Value = 1, User = new UserId("ann") }, AcceptedAt);

        for (var length = 0; length < record.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => RecordCodec.Decode(record.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Random_bytes_are_an_event_or_are_refused_and_nothing_else()
    {
        var random = new Random(3);
        for (var count = 0; count < 20_000; count++)
        {
            var record = RecordCodec.Encode(_random.Next(), AcceptedAt);
            for (var broken = random.Next(1, 4); broken > 0; broken--)
            {
                record[random.Next(record.Length)] = (byte)random.Next(256);
            }

            try
            {
                Assert.NotNull(RecordCodec.Decode(record).Event);
            }
            catch (InvalidDataException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    // The values of Kafka's own UtilsTest for its Java client.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    public void A_key_has_the_hash_that_kafka_gives_it(string key, int hash) =>
        Assert.Equal(hash, unchecked((int)KeyHash.Of(Encoding.UTF8.GetBytes(key))));
}
