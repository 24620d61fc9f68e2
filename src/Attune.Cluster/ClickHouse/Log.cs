using Microsoft.Extensions.Logging;

namespace Attune.Cluster.ClickHouse;

static partial class Log
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "The history {Database} is in ClickHouse {Version} at {Url}.")]
    public static partial void Opened(ILogger logger, string database, string url, string version);
}
