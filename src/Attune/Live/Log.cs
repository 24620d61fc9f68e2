using Microsoft.Extensions.Logging;

namespace Attune.Live;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Live path starts: overlay of {Overlay}, profiles from {Restored}, log to {End}")]
    public static partial void Starts(ILogger logger, string overlay, string restored, string end);

    [LoggerMessage(2, LogLevel.Information, "Partition {Partition} is caught up at offset {Offset}")]
    public static partial void CaughtUp(ILogger logger, int partition, long offset);

    [LoggerMessage(3, LogLevel.Warning, "The kept overlay is not used, and is counted again from the log: {Reason}")]
    public static partial void OverlayRefused(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Error, "Event {EventId} at {Partition}-{Offset} cannot be applied and is passed over")]
    public static partial void Poison(ILogger logger, string eventId, int partition, long offset, Exception fault);

    [LoggerMessage(5, LogLevel.Error, "Profile {Key} cannot be read and is begun again at {Partition}-{Offset}: {Reason}")]
    public static partial void ProfileUnreadable(ILogger logger, string key, int partition, long offset, string reason);

    [LoggerMessage(6, LogLevel.Error, "Partition {Partition} stands at offset {Offset}; next try in {Delay}")]
    public static partial void Stands(ILogger logger, int partition, long offset, TimeSpan delay, Exception fault);

    [LoggerMessage(7, LogLevel.Error, "A checkpoint failed; the last one still holds, and the next is tried in its turn")]
    public static partial void CheckpointFailed(ILogger logger, Exception fault);

    [LoggerMessage(9, LogLevel.Warning, "The state store may have lost writes: events are applied again from a place it surely holds")]
    public static partial void AppliesAgain(ILogger logger);

    [LoggerMessage(8, LogLevel.Debug, "Checkpoint at {Place} in {Milliseconds} ms, overlay {Bytes} bytes")]
    public static partial void Checkpoint(ILogger logger, string place, double milliseconds, long bytes);

    [LoggerMessage(10, LogLevel.Warning, "What the ranker learned is not exchanged with other nodes just now; tried again in {Delay}")]
    public static partial void RankerNotShared(ILogger logger, TimeSpan delay, Exception fault);
}
