using Attune.Operating;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Attune.Server.Telemetry;

/// <summary>Sends traces and metrics to an OpenTelemetry collector by OTLP over HTTP; only where an address is set.</summary>
sealed class OtlpExport : IDisposable
{
    const int MetricsEveryMilliseconds = 10_000;

    /// <summary>Most requests a second that are traced of themselves: more is not looked at, and what is measured of the others stays.</summary>
    const int MostTracesPerSecond = 10;

    readonly TracerProvider _traces;
    readonly MeterProvider _metrics;

    OtlpExport(Uri endpoint, double sampled, TimeProvider clock)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("attune");
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(AttuneTelemetry.Name, "Microsoft.AspNetCore")
            .SetSampler(new ParentBasedSampler(new CappedSampler(new TraceIdRatioBasedSampler(sampled), MostTracesPerSecond, clock)))
            .AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(To(endpoint, "v1/traces"))))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(PrometheusMetrics.Meters)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(To(endpoint, "v1/metrics")), MetricsEveryMilliseconds))
            .Build();
    }

    /// <summary>Begins to send, or null where no address is set.</summary>
    /// <param name="endpoint">The collector's address, as <c>http://127.0.0.1:4318</c>.</param>
    /// <param name="sampled">The share of requests traced, 0 to 1; a caller that traces is always followed.</param>
    /// <param name="clock">Times the cap on traces.</param>
    public static OtlpExport? Start(Uri? endpoint, double sampled, TimeProvider clock) => endpoint is null ? null : new(endpoint, sampled, clock);

    /// <summary>Sends what is left and stops.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    static OtlpExporterOptions To(Uri endpoint, string path) => new()
    {
        Protocol = OtlpExportProtocol.HttpProtobuf,
        Endpoint = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path),
    };
}
