using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Attune.Operating;

namespace Attune.Server.Telemetry;

/// <summary>Listens to the meters and renders them as text: what <c>/metrics</c> answers.</summary>
/// <remarks>Instruments of one name feed one metric, so that several engines in one process share their series.</remarks>
sealed class PrometheusMetrics : IDisposable
{
    /// <summary>What the answer's content type must be.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The same for who asks for OpenMetrics.</summary>
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>The meters listened to.</summary>
    public static readonly string[] Meters =
        [AttuneTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    readonly Lock _scraping = new();

    /// <summary>Begins to listen.</summary>
    public PrometheusMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                var metric = new Metric(instrument);
                listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(metric.Name, metric));
            }
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, metric) => Record(value, tags, metric));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, metric) => Record(value, tags, metric));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, metric) => Record(value, tags, metric));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, metric) => Record(value, tags, metric));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, metric) => Record(value, tags, metric));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, metric) => Record(value, tags, metric));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, metric) => Record((double)value, tags, metric));
        _listener.Start();
    }

    /// <summary>All metrics that were ever measured, by name.</summary>
    /// <param name="openMetrics">True for OpenMetrics, with exemplars; false for Prometheus' text format 0.0.4.</param>
    public string Render(bool openMetrics = false)
    {
        lock (_scraping)
        {
            foreach (var metric in _metrics.Values.Where(metric => metric.IsObservable))
            {
                metric.Forget();
            }

            _listener.RecordObservableInstruments();
            return PrometheusText.Render(_metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal), openMetrics);
        }
    }

    /// <summary>A metric by the name Prometheus knows it by; null where it was never measured.</summary>
    public Metric? Find(string name) => _metrics.GetValueOrDefault(name);

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? metric) =>
        ((Metric)metric!).Record(value, LabelText.Of(tags));
}
