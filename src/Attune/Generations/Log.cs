using Microsoft.Extensions.Logging;

namespace Attune.Generations;

static partial class Log
{
    [LoggerMessage(EventId = 401, Level = LogLevel.Error, Message = "Generation {Number} cannot be used; an older one is tried.")]
    public static partial void Unusable(ILogger logger, int number, Exception fault);
}
