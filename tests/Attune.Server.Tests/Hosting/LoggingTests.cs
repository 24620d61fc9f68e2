using System.Diagnostics;
using System.Text.Json;
using Attune.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Server.Tests.Hosting;

public partial class LoggingTests
{
    [Fact]
    public void A_line_in_JSON_names_the_trace_it_was_told_in_and_what_the_trace_is_of()
    {
        var before = Console.Error;
        using var written = new StringWriter();
        using (var span = new Activity("asked").SetTag("attune.recommendation_id", "the-id").Start())
        {
            Console.SetError(TextWriter.Synchronized(written));
            try
            {
                // Its end waits until everything is written.
                using var logs = LoggerFactory.Create(builder => Logging.Add(builder, new ServerOptions { JsonLogs = true }));
                Happened(logs.CreateLogger("test"), 7);
            }
            finally
            {
                Console.SetError(before);
            }

            var line = written.ToString().Split('\n').Single(text => text.Contains("Something happened 7 times", StringComparison.Ordinal));
            var scopes = JsonDocument.Parse(line).RootElement.GetProperty("Scopes").ToString();
            Assert.Contains(span.TraceId.ToString(), scopes, StringComparison.Ordinal);
            Assert.Contains("the-id", scopes, StringComparison.Ordinal);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Something happened {Count} times")]
    private static partial void Happened(ILogger logger, int count);
}
