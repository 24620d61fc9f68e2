using System.Diagnostics;
using Attune.Operating;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

/// <summary>From a slow bucket to the trace of an answer, and from there to the answer itself.</summary>
public sealed class AnswerTraceTests(SharedServer shared) : IDisposable
{
    readonly SpanRecorder _spans = new();

    [Fact]
    public async Task The_spans_of_a_request_name_the_recommendation_it_was_answered_with()
    {
        var (trace, id) = await AskAsync();

        // The request's own span ends after its answer has been sent.
        for (var tries = 0; tries < 600 && _spans.Of(trace).All(span => span.Source.Name == AttuneTelemetry.Name); tries++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, _spans.Of(trace).Count(span => id.Equals(span.GetTagItem("attune.recommendation_id"))));
    }

    [Theory]
    [InlineData("attune_recommend_duration_seconds_bucket")]
    [InlineData("http_server_request_duration_seconds_bucket")]
    public async Task A_scrape_leads_from_a_latency_to_the_trace_it_was_measured_in(string series)
    {
        // Other tests trace as well, and a bucket names its last trace.
        for (var tries = 0; tries < 100; tries++)
        {
            var (trace, _) = await AskAsync();
            var scraped = (await shared.Server.SendAsync("GET", "/metrics", headers: ("Accept", "application/openmetrics-text;version=1.0.0"))).Ok().Text;
            if (scraped.Split('\n').Any(line => line.StartsWith(series, StringComparison.Ordinal) && line.Contains($"# {{trace_id=\"{trace}\"}}", StringComparison.Ordinal)))
            {
                return;
            }
        }

        Assert.Fail($"No bucket of {series} names the trace of a request that was just answered.");
    }

    public void Dispose() => _spans.Dispose();

    async Task<(ActivityTraceId Trace, string Recommendation)> AskAsync()
    {
        var trace = ActivityTraceId.CreateRandom();
        var reply = await shared.Server.SendAsync(
            "GET", "/v1/users/traced/recommendations", headers: ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));
        return (trace, reply.Ok().Json.GetProperty("recommendationId").GetString()!);
    }
}
