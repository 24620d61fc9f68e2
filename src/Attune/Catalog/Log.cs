using Microsoft.Extensions.Logging;

namespace Attune.Catalog;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "What other nodes write cannot be followed; it is tried again, and everything read anew then")]
    public static partial void WatchFailed(ILogger logger, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "What other nodes wrote of '{Part}' is not taken up yet; it is tried again")]
    public static partial void NotApplied(ILogger logger, string part, Exception fault);

    [LoggerMessage(3, LogLevel.Error, "A record of the catalog store is set aside, and its item as if it had never been written, until it is written anew: {Reason}")]
    public static partial void DoesNotFit(ILogger logger, string reason);
}
