namespace Attune.Server.Hosting;

/// <summary>Logs to standard error: lines for people, or JSON.</summary>
static class Logging
{
    /// <summary>Adds the console as options say.</summary>
    public static void Add(ILoggingBuilder logging, ServerOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LeastLog);
        // What the framework says of each request is in the metrics and traces.
        logging.AddFilter("Microsoft", options.LeastLog > LogLevel.Warning ? options.LeastLog : LogLevel.Warning);
        // A server that could not be started says so by itself.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (options.JsonLogs)
        {
            // What is told of a request names its trace; where the trace is recorded, also the events or the recommendation it is of.
            logging.Configure(factory => factory.ActivityTrackingOptions =
                ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId | ActivityTrackingOptions.Tags);
            logging.AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.UseUtcTimestamp = true;
                simple.TimestampFormat = "HH:mm:ss.fff ";
            });
        }

        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
