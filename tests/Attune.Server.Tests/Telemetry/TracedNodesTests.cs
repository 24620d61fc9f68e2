using System.Diagnostics;
using System.Text.Json;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

/// <summary>One trace follows an event from the process that takes it, through Kafka, to the one where it has its effects.</summary>
[Collection(OwnServers.Tests)]
public sealed class TracedNodesTests(OwnServers own)
{
    // Milliseconds: ends a wait for what never comes.
    const int Longest = 180_000;

    readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    readonly ActivitySpanId _caller = ActivitySpanId.CreateRandom();

    [Fact(Timeout = Longest)]
    public async Task The_trace_an_event_is_sent_in_shows_its_append_by_one_process_and_its_effects_in_another()
    {
        await using var nodes = await TracedPair.StartAsync(own);

        await nodes.SendAsync("""{"eventId":"followed","type":"view","userId":"ann","itemId":"tea"}""", _trace, _caller);

        var spans = await nodes.SpansAsync(_trace, "POST /v1/events", "ingest", "append", "live", "visible", "archive", "archived");
        CollectedSpan The(string name) => Assert.Single(spans, span => span.Name == name);
        Assert.Equal(_caller.ToString(), The("POST /v1/events").Parent);
        Assert.Equal(The("POST /v1/events").Id, The("ingest").Parent);
        Assert.Equal(The("ingest").Id, The("append").Parent);
        foreach (var (effect, work) in ((string, string)[])[("visible", "live"), ("archived", "archive")])
        {
            // The work is done again where the process is given the partition only then; the effect is shown once.
            var worked = spans.Where(span => span.Name == work).ToList();
            Assert.All([The(effect), .. worked], span => Assert.Equal(The("append").Id, span.Parent));
            var link = Assert.Single(The(effect).Links);
            Assert.Contains(link, worked.Select(span => (span.Trace, span.Id)));
        }

        Assert.All(spans.Where(span => span.Name is not ("POST /v1/events" or "ingest")), span => Assert.Equal("followed", span.Tags["attune.event_id"]));
        var instances = spans.ToLookup(span => span.Name is "POST /v1/events" or "ingest" or "append", span => span.Instance);
        Assert.NotEqual(Assert.Single(instances[true].Distinct()), Assert.Single(instances[false].Distinct()));
    }

    [Fact(Timeout = Longest)]
    public async Task What_both_processes_log_of_events_that_waited_for_Kafka_names_their_trace_and_the_first_of_them()
    {
        // So many purchases of one user that the second process has something to say: their profile is too long for it.
        var events = Enumerable.Range(0, 500).Select(n => $$"""{"eventId":"waited-{{n}}","type":"purchase","userId":"ann","itemId":"item-{{n}}"}""");
        await using var nodes = await TracedPair.StartAsync(own, cluster =>
        {
            cluster["spool"]!["patience"] = "00:00:01";
            cluster["redis"]!["profileBytes"] = 1_024;
        });

        await own.All.RunAsync("kafka", "pause");
        try
        {
            await nodes.SendAsync($"[{string.Join(',', events)}]", _trace, _caller);
        }
        finally
        {
            await own.All.RunAsync("kafka", "resume");
        }

        await nodes.SpansAsync(_trace, "append", "visible", "archived");
        var (taking, following) = (await TracedPair.StopAsync(nodes.Taking), await TracedPair.StopAsync(nodes.Following));
        AssertNamed(taking, "events wait on this machine from now on");
        AssertNamed(following, "the limit redis.profileBytes is 1024");
    }

    void AssertNamed(string[] lines, string said)
    {
        var line = lines.FirstOrDefault(line => line.Contains(said, StringComparison.Ordinal));
        Assert.True(line is not null, string.Join('\n', lines));
        var scopes = JsonDocument.Parse(line).RootElement.GetProperty("Scopes").ToString();
        Assert.Contains($"\"TraceId\":\"{_trace}\"", scopes, StringComparison.Ordinal);
        Assert.Matches("\"attune.event_id\":\"waited-\\d+\"", scopes);
    }
}
