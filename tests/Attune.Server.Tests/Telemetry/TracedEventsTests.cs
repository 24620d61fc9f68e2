using System.Diagnostics;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

public class TracedEventsTests(SharedServer shared)
{
    [Fact]
    public async Task One_trace_follows_an_event_from_its_request_to_being_visible_and_archived()
    {
        using var recorder = new SpanRecorder();
        var trace = ActivityTraceId.CreateRandom();

        (await shared.Server.SendAsync(
            "POST", "/v1/events", """{"eventId":"traced-event-1","type":"view","userId":"traced","itemId":"x"}""",
            headers: [("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"), ("Attune-Workspace", "traced")])).Ok();

        string[] expected = ["ingest", "append", "visible", "archived"];
        for (var tries = 0; tries < 600 && !expected.All(Names().Contains); tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Superset(expected.ToHashSet(), Names());
        foreach (var effect in Spans().Where(span => span.OperationName is "visible" or "archived"))
        {
            Assert.Equal("traced-event-1", effect.GetTagItem("attune.event_id"));
            Assert.Equal(Spans().Single(span => span.OperationName == "append").SpanId, effect.ParentSpanId);
        }

        IEnumerable<Activity> Spans() => recorder.Of(trace);
        HashSet<string> Names() => [.. Spans().Select(span => span.OperationName)];
    }

    [Fact]
    public async Task What_a_workspace_does_by_itself_is_not_in_the_trace_of_the_request_that_opened_it()
    {
        using var recorder = new SpanRecorder();
        var trace = ActivityTraceId.CreateRandom();
        (string, string) workspace = ("Attune-Workspace", "opened-by-a-traced-request");
        (await shared.Server.SendAsync("GET", "/v1/status", headers: [("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"), workspace])).Ok();

        var sent = (await shared.Server.SendAsync("POST", "/v1/events", """{"type":"view","userId":"untraced","itemId":"x"}""", headers: workspace)).Ok();
        var token = sent.Json.GetProperty("token").GetString();
        (await shared.Server.SendAsync("GET", $"/v1/users/untraced/recommendations?after={token}&deadline=2000", headers: workspace)).Ok();
        await shared.Server.SendAsync("GET", "/v1/status", headers: workspace);

        Assert.DoesNotContain(recorder.Of(trace), span => span.OperationName is "live" or "archive");
    }
}
