using Microsoft.Extensions.Logging;

namespace Attune.Erasing;

static partial class Log
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "{Receipt} is finished: its user is erased.")]
    public static partial void Erased(ILogger logger, string receipt);

    [LoggerMessage(EventId = 602, Level = LogLevel.Information, Message = "{Receipt}: another node erased its user; this one has none of them left.")]
    public static partial void Followed(ILogger logger, string receipt);
}
