using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Tests.Telemetry;

/// <summary>An OpenTelemetry collector that remembers the spans it was sent, and the metrics as they came.</summary>
sealed class Collector : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<CollectedSpan> _spans = new();
    readonly ConcurrentQueue<byte[]> _metrics = new();

    Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IEnumerable<string> Names => _spans.Select(span => span.Name);

    /// <summary>The spans of a trace that have come so far.</summary>
    public IReadOnlyList<CollectedSpan> Of(ActivityTraceId trace) => [.. _spans.Where(span => span.Trace == trace.ToString())];

    /// <summary>Whether metrics named a trace: only exemplars do.</summary>
    public bool MetricsName(ActivityTraceId trace)
    {
        var bytes = new byte[16];
        trace.CopyTo(bytes);
        return _metrics.Any(body => body.AsSpan().IndexOf(bytes) >= 0);
    }

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.Path == "/v1/traces")
        {
            foreach (var span in CollectedSpan.Read(body.ToArray()))
            {
                _spans.Enqueue(span);
            }
        }
        else
        {
            _metrics.Enqueue(body.ToArray());
        }
    }
}
