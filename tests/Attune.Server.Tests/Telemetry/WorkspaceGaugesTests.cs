using System.Globalization;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

public class WorkspaceGaugesTests(SharedServer shared)
{
    [Theory]
    [InlineData("attune_log_end", "3")]
    [InlineData("attune_live_lag", "0")]
    [InlineData("attune_archive_lag", "0")]
    [InlineData("attune_profiles", "2")]
    [InlineData("attune_generation_number", "0")]
    [InlineData("attune_jobs_running", "0")]
    [InlineData("attune_ready", "1")]
    [InlineData("attune_log_partitions", "1")]
    [InlineData("attune_live_partitions", "1")]
    [InlineData("attune_live_passed_over_total", "0")]
    [InlineData("attune_answers_dropped_total", "0")]
    public async Task Each_open_workspace_shows_how_it_stands(string metric, string expected)
    {
        var server = shared.Server;
        var workspace = "gauges-" + metric.Replace('_', '-');
        const string events = """
            [{"type":"view","userId":"a","itemId":"x"},{"type":"view","userId":"b","itemId":"x"},{"type":"view","userId":"b","itemId":"y"}]
            """;
        (await server.SendAsync("POST", "/v1/events", events, headers: ("Attune-Workspace", workspace))).Ok();
        var line = $"{metric}{{workspace=\"{workspace}\"}} ";

        // The live path and the archiver take a moment: asked again until they have.
        string? found = null;
        for (var tries = 0; tries < 600 && found != line + expected; tries++)
        {
            await Task.Delay(tries == 0 ? 0 : 50, TestContext.Current.CancellationToken);
            var text = (await server.SendAsync("GET", "/metrics")).Ok().Text;
            found = Array.Find(text.Split('\n'), candidate => candidate.StartsWith(line, StringComparison.Ordinal));
            Assert.NotNull(found);
        }

        Assert.Equal(line + expected, found);
    }

    [Fact]
    public async Task Each_part_says_whether_it_stands_still()
    {
        (await shared.Server.SendAsync("GET", "/v1/status", headers: ("Attune-Workspace", "gauges-standing"))).Ok();

        var lines = (await shared.Server.SendAsync("GET", "/metrics")).Ok().Text.Split('\n');

        Assert.Contains("attune_standing{workspace=\"gauges-standing\",part=\"live\"} 0", lines);
        Assert.Contains("attune_standing{workspace=\"gauges-standing\",part=\"archive\"} 0", lines);
    }

    [Fact]
    public async Task A_generation_has_an_age_by_the_servers_clock_and_none_before_the_first()
    {
        const string workspace = "gauges-age";
        const string metric = $"attune_generation_age_seconds{{workspace=\"{workspace}\"}} ";
        var clock = new ShiftedClock();
        await using var server = await TestServer.StartAsync(options => options with { Clock = clock });
        server.Http.DefaultRequestHeaders.Add("Attune-Workspace", workspace);
        (await server.SendAsync("POST", "/v1/events", Purchases())).Ok();
        Assert.Null(await AgeAsync());

        await server.TrainAsync();
        clock.Shift = TimeSpan.FromDays(3);

        Assert.InRange(await AgeAsync() ?? -1, 259_200, 300_000);

        async Task<double?> AgeAsync()
        {
            var text = (await server.SendAsync("GET", "/metrics")).Ok().Text;
            return Array.Find(text.Split('\n'), line => line.StartsWith(metric, StringComparison.Ordinal)) is { } line
                ? double.Parse(line[metric.Length..], CultureInfo.InvariantCulture)
                : null;
        }
    }

    static string Purchases() => $"[{string.Join(',', Enumerable.Range(0, 200).Select(i =>
        $$"""{"type":"purchase","userId":"u{{i % 20}}","itemId":"i{{(i * 7) % 31}}"}"""))}]";

    sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
