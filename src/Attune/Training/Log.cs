using Microsoft.Extensions.Logging;

namespace Attune.Training;

static partial class Log
{
    [LoggerMessage(EventId = 501, Level = LogLevel.Information, Message = "A training starts: {Why}.")]
    public static partial void Starts(ILogger logger, string why);
}
