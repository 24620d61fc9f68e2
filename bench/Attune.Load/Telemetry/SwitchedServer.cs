using System.Diagnostics;
using Attune.Embedded;
using Attune.Operating;
using Attune.Server.Hosting;
using Attune.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Load.Telemetry;

/// <summary>The server in this process, with telemetry that can be switched on and off.</summary>
/// <remarks>
/// <para><b>On.</b> All metrics are measured and scraped, traces are taken at the default sampling and sent to a collector together with the
/// metrics. In each stretch, nine seconds by default, everything gathered is scraped and sent once; in use it is sent every ten seconds and scraped
/// every fifteen. A stretch of ten or more would be sent twice.</para>
/// <para><b>Off.</b> Nobody listens to any instrument or source of spans: those of Kestrel, of the runtime and of Attune alike.</para>
/// </remarks>
sealed class SwitchedServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly WorkspaceSet _workspaces;
    readonly Uri _collector;

    SwitchedServer(WebApplication app, WorkspaceSet workspaces, Uri collector) => (_app, _workspaces, _collector) = (app, workspaces, collector);

    public string Address => _app.Urls.First();

    public static async Task<SwitchedServer> StartAsync(string data, string collector, CancellationToken cancellation)
    {
        var options = new ServerOptions { Port = 0, LeastLog = LogLevel.Warning };
        var engine = new EngineSettings();
        var workspaces = new WorkspaceSet(
            (name, opening) => EmbeddedPorts.OpenAsync(Path.Combine(data, "workspaces", name), new EmbeddedSettings(), options.Clock, NullLoggerFactory.Instance, opening),
            engine with { Schedule = engine.Schedule with { Enabled = false } }, options.Clock, NullLoggerFactory.Instance);
        var app = await ServerHost.BuildAsync(options, workspaces, [], cancellation);

        // It listens from its making on; here it is told when.
        app.Services.GetRequiredService<PrometheusMetrics>().Dispose();
        await app.StartAsync(cancellation);
        return new SwitchedServer(app, workspaces, new Uri(collector));
    }

    /// <summary>Processor time a question for a while, in microseconds.</summary>
    public async Task<double> MeasureAsync(bool isOn, TimeSpan time, int rate, CancellationToken cancellation)
    {
        var metrics = isOn ? new PrometheusMetrics() : null;
        var export = isOn ? OtlpExport.Start(_collector, new ServerOptions().TracedShare, TimeProvider.System) : null;
        if (AttuneTelemetry.Recommend.Enabled != isOn)
        {
            throw new InvalidOperationException($"Somebody listens: {AttuneTelemetry.Recommend.Enabled}; it should be {isOn}.");
        }

        using var process = Process.GetCurrentProcess();
        var (before, began) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(time, cancellation);
        metrics?.Render(openMetrics: true);
        export?.Dispose();
        process.Refresh();
        var (used, passed) = (process.TotalProcessorTime - before, Stopwatch.GetElapsedTime(began));
        metrics?.Dispose();
        return used.TotalMicroseconds / (rate * passed.TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _workspaces.DisposeAsync();
    }
}
