using System.Globalization;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

public class NodeGaugesTests(SharedServer shared)
{
    [Fact]
    public async Task A_scrape_is_told_the_nodes_version_roles_and_how_long_it_runs()
    {
        var lines = await LinesAsync();

        Assert.Contains(lines, line => line.StartsWith("attune_node{version=\"", StringComparison.Ordinal)
            && line.EndsWith("\",roles=\"ingest,live,archive,train,recommend\"} 1", StringComparison.Ordinal));
        Assert.True(Number(lines, "attune_uptime_seconds") > 0);
    }

    [Fact]
    public async Task The_room_on_the_data_directorys_disk_is_told()
    {
        var lines = await LinesAsync();

        Assert.InRange(Number(lines, "attune_disk_free_bytes"), 1, Number(lines, "attune_disk_size_bytes"));
    }

    async Task<string[]> LinesAsync() => (await shared.Server.SendAsync("GET", "/metrics")).Ok().Text.Split('\n');

    static double Number(string[] lines, string metric) =>
        double.Parse(Array.Find(lines, line => line.StartsWith(metric + " ", StringComparison.Ordinal))!.Split(' ')[1], CultureInfo.InvariantCulture);
}
