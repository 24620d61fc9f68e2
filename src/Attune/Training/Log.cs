using Microsoft.Extensions.Logging;

namespace Attune.Training;

static partial class Log
{
    [LoggerMessage(EventId = 501, Level = LogLevel.Information, Message = "A training starts: {Why}.")]
    public static partial void Starts(ILogger logger, string why);

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "Lists ahead of partition {Partition} are not computed just now; tried again in {Delay}.")]
    public static partial void ListsFailed(ILogger logger, int partition, TimeSpan delay, Exception fault);
}
