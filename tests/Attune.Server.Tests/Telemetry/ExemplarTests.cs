using System.Diagnostics;
using System.Diagnostics.Metrics;
using Attune.Operating;
using Attune.Server.Telemetry;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

public sealed class ExemplarTests(SharedServer shared) : IDisposable
{
    readonly PrometheusMetrics _metrics = new();
    readonly Meter _meter = new(AttuneTelemetry.Name);

    [Fact]
    public void A_bucket_names_the_last_recorded_trace_that_was_measured_in_it()
    {
        var histogram = _meter.CreateHistogram("test.exemplar", "s", "Waits.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        using var span = new Activity("slow") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        span.SetStartTime(DateTime.UnixEpoch.AddSeconds(1.5));
        span.Start();
        histogram.Record(0.5);
        span.Stop();
        histogram.Record(0.7);

        var lines = _metrics.Render(openMetrics: true).Split('\n');

        Assert.Contains($"test_exemplar_seconds_bucket{{le=\"1\"}} 2 # {{trace_id=\"{span.TraceId}\"}} 0.5 1.500", lines);
        Assert.Contains("test_exemplar_seconds_bucket{le=\"0.1\"} 0", lines);
        Assert.DoesNotContain(_metrics.Render().Split('\n'), line => line.Contains(" # ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trace_that_is_not_recorded_is_named_nowhere()
    {
        var histogram = _meter.CreateHistogram<double>("test.unrecorded", "s");
        using var span = new Activity("unseen").Start();
        histogram.Record(0.5);

        Assert.DoesNotContain(
            _metrics.Render(openMetrics: true).Split('\n'),
            line => line.StartsWith("test_unrecorded", StringComparison.Ordinal) && line.Contains('#', StringComparison.Ordinal));
    }

    [Fact]
    public void Measuring_again_what_was_measured_before_allocates_nothing_where_no_trace_is_recorded()
    {
        var histogram = _meter.CreateHistogram<double>("test.allocating", "s");
        Record();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Record();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Record() => histogram.Record(0.02, new KeyValuePair<string, object?>("rung", "full"), new KeyValuePair<string, object?>("scenario", "home"));
    }

    [Fact]
    public void In_OpenMetrics_a_counters_family_is_without_total_and_the_text_ends_with_EOF()
    {
        _meter.CreateCounter<long>("test.families", "{row}", "Rows \"seen\".").Add(2);

        var text = _metrics.Render(openMetrics: true);

        Assert.Contains("# HELP test_families Rows \\\"seen\\\".\n# TYPE test_families counter\ntest_families_total 2\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/openmetrics-text")]
    [InlineData("text/plain", "text/plain")]
    [InlineData("application/openmetrics-text;q=0, */*", "text/plain")]
    [InlineData(null, "text/plain")]
    public async Task The_format_is_the_one_that_is_asked_for(string? accept, string expected)
    {
        var reply = accept is null
            ? await shared.Server.SendAsync("GET", "/metrics")
            : await shared.Server.SendAsync("GET", "/metrics", headers: ("Accept", accept));

        Assert.Equal(expected, reply.Ok().Type);
        Assert.Equal(expected != "text/plain", reply.Text.EndsWith("# EOF\n", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _meter.Dispose();
        _metrics.Dispose();
    }
}
