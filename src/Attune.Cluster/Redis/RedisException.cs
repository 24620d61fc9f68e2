namespace Attune.Cluster.Redis;

/// <summary>A server refused a call; the message names server, operation and what it said.</summary>
public class RedisException : IOException
{
    /// <summary>With a message.</summary>
    public RedisException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what led to it.</summary>
    public RedisException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <summary>The first word of the server's error, as <c>WRONGPASS</c>; empty where the server said nothing.</summary>
    public string Code { get; init; } = "";
}

/// <summary>A server is away, or too slow: the call may be made again later.</summary>
public sealed class RedisUnavailableException : RedisException
{
    /// <summary>With a message.</summary>
    public RedisUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what led to it.</summary>
    public RedisUnavailableException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
