using System.Globalization;
using System.Text;

namespace Attune.Cluster.Redis;

enum RedisReplyKind : byte
{
    Null,
    Text,
    Error,
    Number,
    Bytes,
    Items,
}

/// <summary>What a server answered.</summary>
readonly struct RedisReply
{
    readonly object? _body;

    RedisReply(RedisReplyKind kind, long number, object? body) => (Kind, Number, _body) = (kind, number, body);

    public RedisReplyKind Kind { get; }

    /// <summary>The number; 0 where it is not one.</summary>
    public long Number { get; }

    /// <summary>The bytes; null where the value is absent.</summary>
    public byte[]? Bytes => _body as byte[];

    /// <summary>The items; none where it is not an array.</summary>
    public RedisReply[] Items => _body as RedisReply[] ?? [];

    /// <summary>As text, whatever it is.</summary>
    public string Text => _body switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => Number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The first word of an error; empty where it is none.</summary>
    public string Code => Kind == RedisReplyKind.Error ? Text.Split(' ', 2)[0] : "";

    public static RedisReply OfText(string text) => new(RedisReplyKind.Text, 0, text);

    public static RedisReply OfError(string text) => new(RedisReplyKind.Error, 0, text);

    public static RedisReply OfNumber(long number) => new(RedisReplyKind.Number, number, null);

    public static RedisReply Of(byte[] bytes) => new(RedisReplyKind.Bytes, 0, bytes);

    public static RedisReply Of(RedisReply[] items) => new(RedisReplyKind.Items, 0, items);
}
