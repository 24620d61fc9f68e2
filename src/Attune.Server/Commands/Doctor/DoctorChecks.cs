using Attune.Access;
using Attune.Cluster.Checking;
using Attune.Embedded;
using Attune.Embedded.Checking;
using Attune.Operating.Checking;
using Attune.Server.Hosting;

namespace Attune.Server.Commands.Doctor;

/// <summary>Which checks a data directory is asked for: those of what its settings say it stands on.</summary>
static class DoctorChecks
{
    /// <summary>All of them.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="settings">What its file says.</param>
    /// <param name="time">How long reading the log through may take.</param>
    /// <param name="clock">The time.</param>
    public static IReadOnlyList<ICheck> Of(string data, SettingsFile settings, TimeSpan time, TimeProvider clock)
    {
        var folder = Path.Combine(data, "workspaces");
        string[] workspaces = Directory.Exists(folder) && Directory.GetDirectories(folder) is { Length: > 0 } known
            ? [.. known.Select(path => Path.GetFileName(path)).Where(WorkspaceName.IsValid).Order(StringComparer.Ordinal)]
            : [WorkspaceName.Default];
        var running = DataDirectory.FindServer(data);
        var cluster = settings.Cluster;
        var checks = new List<ICheck> { new DiskCheck(data, clock) };
        if (running is not null)
        {
            checks.AddRange(workspaces.Select(workspace => new RunningServerCheck(running, workspace, clock)));
            checks.AddRange(workspaces.Select(workspace => new DataCheck(running, workspace)));
        }

        if (cluster.Kafka is { } kafka)
        {
            checks.Add(new KafkaCheck(kafka, workspaces, clock));
            checks.AddRange(workspaces.Select(workspace => new SpoolCheck(
                workspace, Path.Combine(folder, workspace, "spool"), () => SpoolPlace.Read(Path.Combine(folder, workspace, "spool.position")))));
            if (cluster.ClickHouse is { } archive)
            {
                checks.AddRange(workspaces.Select(workspace => new LagCheck(kafka, archive, workspace, clock)));
            }
        }
        else
        {
            checks.AddRange(workspaces.Select(workspace => new SegmentsCheck(
                workspace, Path.Combine(folder, workspace, "log"), running is not null, time / 2)));
        }

        if (cluster.Redis is null)
        {
            checks.AddRange(workspaces.Select(workspace => new CheckpointCheck(workspace, Path.Combine(folder, workspace, "state"), running is not null, clock)));
        }

        if (cluster.ClickHouse is { } clickHouse)
        {
            checks.Add(new ClickHouseCheck(clickHouse, workspaces, clock));
        }

        if (cluster.Redis is { } redis)
        {
            checks.Add(new RedisCheck(redis, clock));
        }

        if (cluster.Postgres is { } postgres)
        {
            checks.Add(new PostgresCheck(postgres, workspaces, clock));
        }

        return checks;
    }
}
