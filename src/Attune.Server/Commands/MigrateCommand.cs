using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Access;
using Attune.Embedded;
using Attune.Events;
using Attune.Moving;
using Attune.Operating;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary><c>attune migrate --from DIR --to DIR</c>: everything from one data directory's ports to another's, whatever either stands on.</summary>
static class MigrateCommand
{
    public static Verb Create()
    {
        var from = new Option<string>("--from") { Description = "The data directory to move from; its attune.json says what it stands on.", Required = true };
        var to = new Option<string>("--to") { Description = "The data directory to move to; empty, or one a move was begun into.", Required = true };
        var workspaces = new Option<string[]>("--workspace") { Description = "The workspace; may be given several times. All that the source's directory knows where none is." };
        var verify = new Option<bool>("--verify") { Description = "Copy nothing: compare both sides." };
        var until = new Option<string?>("--until") { Description = "Pass over what was accepted at this instant or later, as 2026-11-01T12:00:00Z; the catalog is moved as it stands." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        workspaces.Validators.Add(result =>
        {
            foreach (var name in (result.GetValueOrDefault<string[]>() ?? []).Where(name => !WorkspaceName.IsValid(name)))
            {
                result.AddError($"--workspace is '{name}'; it must be {WorkspaceName.Rule}");
            }
        });
        var command = new Verb(
            "migrate",
            "Move everything from one data directory to another, as from this machine to servers, and compare.",
            "attune migrate --from ./data --to ./cluster",
            "attune migrate --from ./data --to ./cluster --verify",
            "attune migrate --from ./restored --to ./before --until 2026-11-01T12:00:00Z") { from, to, workspaces, until, verify, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(from),
            parsed.GetRequiredValue(to),
            parsed.GetValue(workspaces) ?? [],
            new MoveSettings { Until = parsed.GetValue(until) is { } text ? EventTime.From(InstantText.Read(until.Name, text)) : null },
            (parsed.GetValue(verify), parsed.GetValue(json)),
            cancellation));
        return command;
    }

    static async Task<int> RunAsync(
        string from, string to, string[] workspaces, MoveSettings settings, (bool Verify, bool Json) how, CancellationToken cancellation)
    {
        if (!Directory.Exists(from))
        {
            throw new DirectoryNotFoundException($"There is no data directory {Path.GetFullPath(from)} to move from.");
        }

        if (Path.GetFullPath(from) == Path.GetFullPath(to))
        {
            throw new UsageException($"--from and --to are both {Path.GetFullPath(from)}.");
        }

        using var logs = LoggerFactory.Create(builder => Logging.Add(builder, new ServerOptions()));
        using var source = Side.Open(from, logs);
        using var target = Side.Open(to, logs);
        if (source.Name == target.Name)
        {
            throw new UsageException($"Both directories stand on the same log: {source.Name}.");
        }

        var names = workspaces is { Length: > 0 } ? workspaces : source.Workspaces;
        var reports = new List<MoveReport>();
        foreach (var name in names)
        {
            await using var ours = await source.OpenAsync(name, cancellation);
            await using var theirs = await target.OpenAsync(name, cancellation);
            var move = new WorkspaceMove(name, ours, theirs, settings, TimeProvider.System);
            var title = $"{(how.Verify ? "Comparing" : "Moving")} {name}";
            reports.Add(await Task.Run(() => ProgressBar.ShowAsync(title, !how.Json, async bar =>
                how.Verify ? await move.CompareAsync(bar, cancellation) : await move.RunAsync(source.Name, bar, cancellation)), cancellation));
        }

        Say(reports, how.Json);
        return reports.All(report => report.IsEqual) ? ExitCode.Good : ExitCode.Failed;
    }

    static void Say(List<MoveReport> reports, bool json)
    {
        if (json)
        {
            Output.Json(new JsonObject { ["equal"] = reports.All(report => report.IsEqual), ["workspaces"] = new JsonArray([.. reports.Select(Json)]) });
            return;
        }

        foreach (var report in reports)
        {
            Output.Line(string.Create(CultureInfo.InvariantCulture, $"Workspace {report.Workspace}: {report.Copied} events copied."));
            Output.Table(
                ["", "source", "target", "checksum", ""],
                [.. report.Rows.Select(row => new[]
                {
                    row.Name, Text(row.Source.Count), Text(row.Target.Count), row.IsEqual ? row.Source.Text : $"{row.Source.Text[..15]}, {row.Target.Text[..15]}", row.IsEqual ? "" : "differs",
                })]);
            Output.Line(report.IsEqual ? "Both sides are equal." : "The sides differ. Run it again; where that changes nothing, keep the source.");
            Output.Line();
        }
    }

    static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);

    static JsonObject Json(MoveReport report) => new()
    {
        ["workspace"] = report.Workspace,
        ["copied"] = report.Copied,
        ["equal"] = report.IsEqual,
        ["rows"] = new JsonArray([.. report.Rows.Select(row => new JsonObject
        {
            ["name"] = row.Name,
            ["source"] = new JsonObject { ["count"] = row.Source.Count, ["checksum"] = row.Source.Text },
            ["target"] = new JsonObject { ["count"] = row.Target.Count, ["checksum"] = row.Target.Text },
            ["equal"] = row.IsEqual,
        })]),
    };

    /// <summary>One data directory, held for as long as the move takes.</summary>
    sealed class Side(DataDirectory directory, SettingsFile settings, PortChoice ports) : IDisposable
    {
        /// <summary>What its log is called: the same from every directory that stands on it.</summary>
        public string Name => settings.Cluster.Kafka is { } kafka ? $"{kafka.Prefix} on {kafka.Brokers}" : directory.Root;

        /// <summary>The workspaces the directory knows; the default one where it knows none.</summary>
        public IReadOnlyList<string> Workspaces => directory.Workspaces is { Count: > 0 } known ? known : [WorkspaceName.Default];

        public static Side Open(string path, ILoggerFactory logs)
        {
            var settings = SettingsFile.Read(Path.Combine(path, SettingsFile.Name));
            return new Side(DataDirectory.Open(path), settings, new PortChoice(settings, NodeRoles.None, TimeProvider.System, logs) { Spools = false });
        }

        public ValueTask<WorkspacePorts> OpenAsync(string workspace, CancellationToken cancellation) =>
            ports.OpenAsync(workspace, directory.PathOf(workspace), cancellation);

        public void Dispose() => directory.Dispose();
    }
}
