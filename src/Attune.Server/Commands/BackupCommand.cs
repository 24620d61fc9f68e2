using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Access;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary><c>attune backup --data DIR --to DIR</c>: a copy from which a data directory can be restored, while a server works on it.</summary>
static class BackupCommand
{
    const string Unfinished = ".unfinished";

    public static Verb Create()
    {
        var data = new WhereOptions().Data;
        var to = new Option<string>("--to") { Description = "The directory to write; missing, or empty. A running server writes it, and must be allowed to.", Required = true };
        var workspaces = new Option<string[]>("--workspace") { Description = "The workspace; may be given several times. All that the directory knows where none is." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        workspaces.Validators.Add(result =>
        {
            foreach (var name in (result.GetValueOrDefault<string[]>() ?? []).Where(name => !WorkspaceName.IsValid(name)))
            {
                result.AddError($"--workspace is '{name}'; it must be {WorkspaceName.Rule}");
            }
        });
        var command = new Verb(
            "backup",
            "Copy a data directory to another place, with checksums, also while a server works on it.",
            "attune backup --data ./data --to ./backups/monday",
            "attune backup --data ./data --to ./backups/tuesday --workspace shop") { data, to, workspaces, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            Path.GetFullPath(parsed.GetRequiredValue(data)), Path.GetFullPath(parsed.GetRequiredValue(to)), parsed.GetValue(workspaces) ?? [], parsed.GetValue(json), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string data, string to, string[] workspaces, bool json, CancellationToken cancellation)
    {
        var root = Path.Combine(data, "workspaces");
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"{data} is no data directory to back up: it has no workspaces.");
        }

        RefuseTarget(to, root);
        var names = workspaces is { Length: > 0 } ? workspaces : [.. Directory.GetDirectories(root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        foreach (var unknown in names.Where(name => !Directory.Exists(Path.Combine(root, name))))
        {
            throw new UsageException($"--workspace is '{unknown}', and {data} has none of the name.");
        }

        var unfinished = to + Unfinished;
        RemoveAll(unfinished);
        try
        {
            var begun = TimeProvider.System.GetUtcNow();
            MakePrivate(unfinished);
            foreach (var name in names)
            {
                await CopyAsync(new Where(data, name, json), Path.Combine(unfinished, "workspaces", name), cancellation);
            }

            var settings = Path.Combine(data, SettingsFile.Name);
            if (File.Exists(settings))
            {
                File.Copy(settings, Path.Combine(unfinished, SettingsFile.Name));
            }

            var manifest = BackupManifest.Take(unfinished, begun, TimeProvider.System.GetUtcNow(), cancellation);
            RemoveAll(to);
            Directory.Move(unfinished, to);
            Say(to, manifest, json);
            return ExitCode.Good;
        }
        finally
        {
            RemoveAll(unfinished);
        }
    }

    static async Task CopyAsync(Where where, string to, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var job = await JobProgress.FollowAsync(session.Client, await session.Client.StartBackupAsync(to, cancellation), shown: !where.Json, cancellation);
        if (job.State != "done")
        {
            throw new IOException($"Workspace {where.Workspace} was not copied: {job.Outcome}");
        }

        // Another backup of the workspace may have been under way, and its job is what was followed.
        if (!Directory.Exists(to))
        {
            throw new IOException($"Another backup of workspace {where.Workspace} was being written. It has ended now: run this one again.");
        }
    }

    // It holds what the data directory does: what users did, settings, hashes of keys.
    static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static void RefuseTarget(string to, string workspaces)
    {
        if (File.Exists(to) || (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()))
        {
            throw new UsageException($"--to is {to}, which is there already. A backup is written into a directory of its own.");
        }

        if (to.StartsWith(workspaces + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new UsageException($"--to is {to}, among the workspaces themselves. Choose a directory outside {workspaces}.");
        }
    }

    static void Say(string to, BackupManifest manifest, bool json)
    {
        if (json)
        {
            Output.Json(new JsonObject
            {
                ["directory"] = to,
                ["workspaces"] = new JsonArray([.. manifest.Workspaces.Select(name => (JsonNode)name)]),
                ["files"] = manifest.Files.Count,
                ["bytes"] = manifest.Bytes,
                ["begunAt"] = manifest.BegunAt,
                ["endedAt"] = manifest.EndedAt,
            });
            return;
        }

        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{to}: {manifest.Files.Count} files, {manifest.Bytes} bytes, of {string.Join(", ", manifest.Workspaces)}."));
        Output.Line($"attune restore --from {to} --to DIR makes a data directory of it.");
    }

    static void RemoveAll(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
