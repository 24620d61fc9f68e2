using Microsoft.Extensions.Logging;

namespace Attune.Operating;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The duty '{Duty}' is this node's")]
    public static partial void DutyTaken(ILogger logger, string duty);

    [LoggerMessage(2, LogLevel.Warning, "The duty '{Duty}' was lost")]
    public static partial void DutyLost(ILogger logger, string duty);
}
