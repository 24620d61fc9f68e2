using Microsoft.Extensions.Logging;

namespace Attune.Erasing;

static partial class Log
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "{Receipt} is finished: its user is erased.")]
    public static partial void Erased(ILogger logger, string receipt);
}
