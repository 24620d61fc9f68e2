using System.Diagnostics;
using Attune.Server.Hosting;
using Attune.Server.Telemetry;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

public class OtlpExportTests
{
    [Fact]
    public void Nothing_is_sent_where_no_address_is_set() => Assert.Null(OtlpExport.Start(null, 1, TimeProvider.System));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1")]
    public void An_address_that_is_none_is_a_fault_of_the_options(string address) =>
        Assert.Single(new ServerOptions { OtlpEndpoint = address }.Faults());

    [Fact]
    public void Options_say_every_fault_at_once() =>
        Assert.Equal(3, new ServerOptions { Port = 70_000, TracedShare = double.NaN, MostRequests = 0 }.Faults().Count());

    [Fact]
    public async Task A_collector_is_sent_a_request_by_its_route_and_the_way_of_its_data()
    {
        await using var collector = await Collector.StartAsync();
        await using (var server = await TestServer.StartAsync(options => options with { OtlpEndpoint = collector.Address, TracedShare = 1 }))
        {
            var sent = (await server.SendAsync("POST", "/v1/events", """{"type":"view","userId":"ann","itemId":"tea"}""")).Ok();
            var after = sent.Json.GetProperty("token").GetString();
            (await server.SendAsync("GET", $"/v1/users/ann/recommendations?after={after}&deadline=2000")).Ok();
        }

        Assert.Superset(
            new HashSet<string> { "POST /v1/events", "GET /v1/users/{id}/recommendations", "ingest", "append", "live", "recommend" },
            collector.Names.ToHashSet());
    }

    [Fact]
    public async Task A_collector_is_sent_the_trace_with_the_latency_that_was_measured_in_it()
    {
        var (traced, dropped) = (ActivityTraceId.CreateRandom(), ActivityTraceId.CreateRandom());
        await using var collector = await Collector.StartAsync();
        await using (var server = await TestServer.StartAsync(options => options with { OtlpEndpoint = collector.Address, TracedShare = 0 }))
        {
            foreach (var (trace, flags) in ((ActivityTraceId, string)[])[(traced, "01"), (dropped, "00")])
            {
                (await server.SendAsync(
                    "GET", "/v1/users/ann/recommendations", headers: ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-{flags}"))).Ok();
            }
        }

        Assert.True(collector.MetricsName(traced));
        Assert.False(collector.MetricsName(dropped));
    }
}
