using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Redis;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Redis is {Kind}: {Masters}")]
    public static partial void Found(ILogger logger, string kind, string masters);

    [LoggerMessage(2, LogLevel.Warning, "Redis may have lost what it had confirmed last: {Why}; events are applied again")]
    public static partial void Lost(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Warning, "Redis {Server} is away: {Reason}")]
    public static partial void Away(ILogger logger, string server, string reason);

    [LoggerMessage(4, LogLevel.Information, "Redis {Server} answers again")]
    public static partial void Back(ILogger logger, string server);

    [LoggerMessage(5, LogLevel.Error, "{Key} has {Bytes} bytes and is not stored; the limit redis.profileBytes is {Limit}, and the value before stays")]
    public static partial void TooLong(ILogger logger, string key, int bytes, int limit);

    [LoggerMessage(6, LogLevel.Debug, "{Key} was not written: another node has written it from a later place than {Fence}")]
    public static partial void Fenced(ILogger logger, string key, long fence);
}
