using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Spool;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The log of {Workspace} is away, and events wait on this machine from now on: {Reason}")]
    public static partial void Begins(ILogger logger, string workspace, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Events} events of {Workspace} wait on this machine; next try in {Delay}: {Reason}")]
    public static partial void Waits(ILogger logger, string workspace, long events, TimeSpan delay, string reason);

    [LoggerMessage(3, LogLevel.Information, "No event of {Workspace} waits on this machine any more")]
    public static partial void Ends(ILogger logger, string workspace);
}
