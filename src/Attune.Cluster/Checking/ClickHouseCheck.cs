using System.Globalization;
using Attune.Cluster.ClickHouse;
using Attune.Operating.Checking;

namespace Attune.Cluster.Checking;

/// <summary>ClickHouse: there, let in, new enough, each event once.</summary>
public sealed class ClickHouseCheck(ClickHouseSettings settings, IReadOnlyList<string> workspaces, TimeProvider clock) : ICheck
{
    /// <inheritdoc/>
    public string About => "clickHouse";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        using var client = new ClickHouseClient(settings with { Retries = 0 }, clock);
        try
        {
            var engine = ClickHouseEngine.Parse(await client.TextAsync(new("be asked what it is", ClickHouseEngine.Asked), cancellation));
            var began = clock.GetTimestamp();
            var now = await client.TextAsync(new("tell the time", "SELECT toUnixTimestamp(now()) FORMAT TabSeparatedRaw"), cancellation);
            findings.Good($"ClickHouse {engine.Version} answers in {clock.GetElapsedTime(began).TotalMilliseconds:0.0} ms.");
            ClockDifference.Check(findings, DateTimeOffset.FromUnixTimeSeconds(long.Parse(now, CultureInfo.InvariantCulture)), clock);
            if (!engine.Syncs)
            {
                findings.Warn($"Version {engine.Version} cannot put an insert on the disk before it answers.", "A power cut may lose rows of the last minutes; the log gives them again only if it still has them.", "Upgrade to a current version, or keep the log for a day at least.");
            }

            foreach (var workspace in workspaces)
            {
                await RowsAsync(client, new EventTables(workspace, settings), findings, cancellation);
            }
        }
        catch (ClickHouseException refused) when (refused.Message.Contains("Authentication", StringComparison.Ordinal) || refused.Message.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            findings.Fail($"{refused.Message}", "Nothing is archived and nothing can be trained.", "Set cluster.clickHouse.user and cluster.clickHouse.password as the server has them.");
        }
        catch (ClickHouseException away)
        {
            findings.Fail($"{away.Message}", "Nothing is archived and nothing can be trained; events wait in the log.", $"Start it, or mend the way to {settings.Url}.");
        }

        return findings.All;
    }

    static async ValueTask RowsAsync(ClickHouseClient client, EventTables tables, Findings findings, CancellationToken cancellation)
    {
        var there = await client.TextAsync(
            new("look for its tables", $"SELECT count() FROM system.tables WHERE database = {SqlText.Text(tables.Database)} FORMAT TabSeparatedRaw"), cancellation);
        if (there == "0")
        {
            findings.Good($"Database {tables.Database} is not there yet; the first node makes it.");
            return;
        }

        var counted = (await client.TextAsync(new("count its rows", $"SELECT count(), uniqExact(log_partition, log_offset) FROM {tables.Rows} FORMAT TabSeparatedRaw"), cancellation)).Split('\t');
        if (counted[0] == counted[1])
        {
            findings.Good($"{tables.Database} holds {counted[0]} events, each once.");
        }
        else
        {
            findings.Warn($"{tables.Database} holds {counted[0]} rows of {counted[1]} events.", "An insert was repeated after a crash; people's own queries count those events twice until they are merged.", $"OPTIMIZE TABLE {tables.LocalRows}{tables.OnCluster} FINAL{(tables.IsCluster && tables.OnCluster.Length == 0 ? ", on each server" : "")}");
        }
    }
}
