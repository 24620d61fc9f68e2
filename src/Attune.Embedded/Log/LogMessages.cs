using Microsoft.Extensions.Logging;

namespace Attune.Embedded.Log;

static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Warning, "Cut {Bytes} bytes off {File} at byte {Position}: {Reason}. The log goes on at offset {Offset}.")]
    public static partial void CutTornTail(ILogger logger, string file, long position, long bytes, long offset, string reason);

    [LoggerMessage(101, LogLevel.Error, "The log could not commit {Count} appends at offset {Offset}: {Reason} They were refused; the next append tries again in a new segment.")]
    public static partial void CommitFailed(ILogger logger, int count, long offset, string reason);

    [LoggerMessage(102, LogLevel.Information, "The log commits again, in {File} from offset {Offset}.")]
    public static partial void CommitsAgain(ILogger logger, string file, long offset);

    [LoggerMessage(103, LogLevel.Information, "Deleted {File}, expired; the log begins at offset {Offset}.")]
    public static partial void DeletedSegment(ILogger logger, string file, long offset);

    [LoggerMessage(104, LogLevel.Warning, "{File} has expired but could not be deleted: {Reason}")]
    public static partial void DeleteFailed(ILogger logger, string file, string reason);
}
