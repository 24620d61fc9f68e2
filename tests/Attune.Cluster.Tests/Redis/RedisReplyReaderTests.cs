using System.Text;
using Attune.Cluster.Redis;

namespace Attune.Cluster.Tests.Redis;

public sealed class RedisReplyReaderTests
{
    const string Replies = "+OK\r\n-ERR no\r\n:-12\r\n$3\r\na\nb\r\n$0\r\n\r\n$-1\r\n*0\r\n*-1\r\n*3\r\n$1\r\nx\r\n*2\r\n:1\r\n$-1\r\n+y\r\n";
    const string Read = "OK|!ERR no|#-12|<a\nb>|<>|-|[]|-|[<x>,[#1,-],y]";

    [Fact]
    public void Replies_are_the_same_however_the_bytes_are_cut()
    {
        var bytes = Encoding.ASCII.GetBytes(Replies);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                Assert.Equal(Read, Parse(bytes[..first], bytes[first..second], bytes[second..]));
            }
        }

        Assert.Equal(Read, Parse([.. bytes.Select(one => new[] { one })]));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "another protocol")]
    [InlineData("$99999999999\r\n", "limit")]
    [InlineData("$x\r\n", "\"x\"")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n", "nested")]
    [InlineData("+OK\n", "no end")]
    public void What_is_no_reply_is_refused(string bytes, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Parse(Encoding.ASCII.GetBytes(bytes))).Message, StringComparison.Ordinal);

    [Fact]
    public void Slots_are_those_of_the_specification()
    {
        Assert.Equal(12_739, RedisSlots.Of("123456789"u8));
        Assert.Equal(RedisSlots.Of("user1000"u8), RedisSlots.Of("{user1000}.following"u8));
        Assert.Equal(RedisSlots.Of("{bar"u8), RedisSlots.Of("foo{{bar}}zap"u8));
        Assert.NotEqual(RedisSlots.Of("bar"u8), RedisSlots.Of("foo{}{bar}"u8));
    }

    static string Parse(params byte[][] pieces)
    {
        var reader = new RedisReplyReader();
        var read = new List<string>();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> left = piece;
            while (left.Length > 0 && reader.TryRead(ref left, out var reply))
            {
                read.Add(Show(reply));
            }
        }

        return string.Join('|', read);
    }

    static string Show(RedisReply reply) => reply.Kind switch
    {
        RedisReplyKind.Null => "-",
        RedisReplyKind.Error => "!" + reply.Text,
        RedisReplyKind.Number => "#" + reply.Text,
        RedisReplyKind.Bytes => $"<{reply.Text}>",
        RedisReplyKind.Items => $"[{string.Join(',', reply.Items.Select(Show))}]",
        _ => reply.Text,
    };
}
