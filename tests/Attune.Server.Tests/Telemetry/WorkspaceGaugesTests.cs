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
}
