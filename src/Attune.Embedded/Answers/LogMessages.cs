using Microsoft.Extensions.Logging;

namespace Attune.Embedded.Answers;

static partial class LogMessages
{
    [LoggerMessage(300, LogLevel.Warning, "{Count} answers could not be written and cannot be asked for again: {Reason}")]
    public static partial void AnswersDropped(ILogger logger, int count, string reason);
}
