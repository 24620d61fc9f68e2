using System.Text;
using Attune.Events;

namespace Attune.Embedded.Tests.Log;

public sealed class EventCodecTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Every_event_comes_back_equal(int seed)
    {
        var events = new RandomEvents(seed).Next(1000);
        using var records = new RecordBuffer(16);
        foreach (var e in events)
        {
            EventCodec.Encode(e, records);
        }

        var left = records.Written;
        foreach (var e in events)
        {
            Assert.Equal(e, EventCodec.Decode(ref left));
        }

        Assert.True(left.IsEmpty);
    }

    [Fact]
    public void A_value_keeps_its_bits()
    {
        var bits = BitConverter.DoubleToInt64Bits(-0.0);
        using var records = new RecordBuffer(16);
        EventCodec.Encode(new RandomEvents(1).Next() with { Value = -0.0 }, records);

        var left = records.Written;

        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(EventCodec.Decode(ref left).Value!.Value));
    }

    [Theory, InlineData(127), InlineData(128), InlineData(16_383), InlineData(16_384), InlineData(2_097_152)]
    public void Text_at_the_borders_of_its_length_prefix_comes_back(int length)
    {
        var e = new RandomEvents(1).Next() with { Context = new string('x', length) };
        using var records = new RecordBuffer(16);
        EventCodec.Encode(e, records);

        var left = records.Written;

        Assert.Equal(e, EventCodec.Decode(ref left));
    }

    [Fact]
    public void A_record_cut_short_anywhere_is_refused()
    {
        using var records = new RecordBuffer(16);
        EventCodec.Encode(new RandomEvents(5).Next(), records);

        for (var length = 0; length < records.Length; length++)
        {
            var part = records.Written[..length].ToArray();
            Assert.Throws<InvalidDataException>(() =>
            {
                ReadOnlySpan<byte> left = part;
                return EventCodec.Decode(ref left);
            });
        }
    }

    [Fact]
    public void Text_that_is_none_is_refused_and_not_replaced()
    {
        using var records = new RecordBuffer(16);

        Assert.Throws<EncoderFallbackException>(() =>
            EventCodec.Encode(new RandomEvents(1).Next() with { Item = new ItemId("\ud800") }, records));
    }
}
