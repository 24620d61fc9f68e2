namespace Attune.Server.Hosting;

static partial class Log
{
    [LoggerMessage(1010, LogLevel.Error, "This node cannot begin yet, and waits: {Reason}")]
    public static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(1011, LogLevel.Warning, "This node still waits; next try in {Delay}: {Reason}")]
    public static partial void WaitsAgain(ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "This node has what it waited for, and begins")]
    public static partial void Begins(ILogger logger);
}
