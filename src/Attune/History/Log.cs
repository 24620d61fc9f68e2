using Microsoft.Extensions.Logging;

namespace Attune.History;

static partial class Log
{
    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Partition {Partition} is archived up to {Offset} and no further; trying again in {Wait}.")]
    public static partial void Retried(ILogger logger, int partition, long offset, TimeSpan wait, Exception fault);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "What the log still held was not archived on stopping; it will be at the next start.")]
    public static partial void NotFlushed(ILogger logger, Exception fault);
}
