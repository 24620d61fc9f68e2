using System.Diagnostics.Metrics;
using System.Globalization;
using Attune.Operating;
using Attune.Server.Telemetry;

namespace Attune.Server.Tests.Telemetry;

public sealed class PrometheusMetricsTests : IDisposable
{
    readonly PrometheusMetrics _metrics = new();
    // A meter of the listened name and of this test: instruments carry the test's own names.
    readonly Meter _meter = new(AttuneTelemetry.Name);

    [Fact]
    public void A_counter_ends_in_total_and_adds_up_by_label()
    {
        var counter = _meter.CreateCounter<long>("test.rows", "{row}", "Rows seen.");
        counter.Add(2, new KeyValuePair<string, object?>("verdict", "accepted"));
        counter.Add(3, new KeyValuePair<string, object?>("verdict", "accepted"));
        counter.Add(1, new KeyValuePair<string, object?>("verdict", "refused"));

        var lines = Lines("test_rows_total");

        Assert.Equal(
            [
                "# HELP test_rows_total Rows seen.",
                "# TYPE test_rows_total counter",
                "test_rows_total{verdict=\"accepted\"} 5",
                "test_rows_total{verdict=\"refused\"} 1",
            ],
            lines);
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        var histogram = _meter.CreateHistogram("test.wait", "s", "Waits.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.1);
        histogram.Record(0.5);
        histogram.Record(7);

        Assert.Equal(
            [
                "# HELP test_wait_seconds Waits.",
                "# TYPE test_wait_seconds histogram",
                "test_wait_seconds_bucket{le=\"0.1\"} 1",
                "test_wait_seconds_bucket{le=\"1\"} 2",
                "test_wait_seconds_bucket{le=\"+Inf\"} 3",
                "test_wait_seconds_sum 7.6",
                "test_wait_seconds_count 3",
            ],
            Lines("test_wait_seconds"));
    }

    [Fact]
    public void Quotes_backslashes_and_line_ends_in_labels_are_escaped()
    {
        _meter.CreateCounter<int>("test.odd").Add(1, new KeyValuePair<string, object?>("the-name", "a\"b\\c\nd"));

        Assert.Contains("test_odd_total{the_name=\"a\\\"b\\\\c\\nd\"} 1", Lines("test_odd_total"));
    }

    [Fact]
    public void Label_sets_past_the_limit_are_counted_together()
    {
        var counter = _meter.CreateCounter<int>("test.many");
        for (var i = 0; i < Metric.MaxSeries + 50; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        var lines = Lines("test_many_total");

        Assert.Contains("test_many_total{overflow=\"true\"} 50", lines);
        Assert.Equal(Metric.MaxSeries + 1 + 2, lines.Count);
    }

    [Fact]
    public void An_observed_series_that_is_gone_is_told_no_more()
    {
        List<Measurement<double>> seen = [new(1, new KeyValuePair<string, object?>("part", "a")), new(2, new KeyValuePair<string, object?>("part", "b"))];
        _meter.CreateObservableGauge("test.size", () => seen, "By", "Size.");
        Assert.Equal(4, Lines("test_size_bytes").Count);

        seen = [new(3, new KeyValuePair<string, object?>("part", "a"))];

        Assert.Equal("test_size_bytes{part=\"a\"} 3", Lines("test_size_bytes")[^1]);
        Assert.Equal(3, Lines("test_size_bytes").Count);
    }

    [Fact]
    public void Recording_by_many_threads_loses_nothing()
    {
        var counter = _meter.CreateCounter<long>("test.threads");
        var histogram = _meter.CreateHistogram<double>("test.threads.wait", "s");

        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("odd", (i & 1) == 1));
                histogram.Record(0.02);
            }
        });

        Assert.Equal(["test_threads_total{odd=\"False\"} 20000", "test_threads_total{odd=\"True\"} 20000"], Lines("test_threads_total")[2..]);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"test_threads_wait_seconds_count {40_000}"), Lines("test_threads_wait_seconds"));
    }

    public void Dispose()
    {
        _meter.Dispose();
        _metrics.Dispose();
    }

    List<string> Lines(string metric) =>
        [.. _metrics.Render().Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal) || line.StartsWith($"# HELP {metric} ", StringComparison.Ordinal) || line.StartsWith($"# TYPE {metric} ", StringComparison.Ordinal))];
}
