using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Waiting;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A server is away at the start; the node begins without it: {Reason}")]
    public static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "A server is still away; next try in {Delay}: {Reason}")]
    public static partial void WaitsAgain(ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Port} is open; its server was away at the start")]
    public static partial void IsThere(ILogger logger, string port);

    [LoggerMessage(4, LogLevel.Error, "A server that was away at the start refuses, and is not asked again before the next start: {Reason}")]
    public static partial void IsRefused(ILogger logger, string reason);
}
