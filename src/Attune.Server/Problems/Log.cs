namespace Attune.Server.Problems;

static partial class Log
{
    [LoggerMessage(1000, LogLevel.Error, "{Method} {Path} failed inside ({TraceId})")]
    public static partial void RequestFailed(ILogger log, Exception fault, string method, string path, string traceId);

    [LoggerMessage(1001, LogLevel.Warning, "{Method} {Path} was not answered, a server is away: {Reason}")]
    public static partial void ServerAway(ILogger log, string method, string path, string reason);
}
