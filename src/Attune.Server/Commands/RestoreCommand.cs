using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Attune.Server.Commands;

/// <summary><c>attune restore --from BACKUP --to DIR</c>: a data directory as a backup has it, every byte checked.</summary>
static class RestoreCommand
{
    const string Unfinished = ".unfinished";

    public static Verb Create()
    {
        var from = new Option<string>("--from") { Description = "What attune backup wrote; it stays as it is.", Required = true };
        var to = new Option<string>("--to") { Description = "The data directory to make; missing, or empty.", Required = true };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var command = new Verb(
            "restore",
            "Make a data directory of a backup, and check every byte of it.",
            "attune restore --from ./backups/monday --to ./restored") { from, to, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            Path.GetFullPath(parsed.GetRequiredValue(from)), Path.GetFullPath(parsed.GetRequiredValue(to)), parsed.GetValue(json), cancellation));
        return command;
    }

    static async Task<int> RunAsync(string from, string to, bool json, CancellationToken cancellation)
    {
        var manifest = BackupManifest.Read(from);
        if (File.Exists(to) || (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()))
        {
            throw new UsageException($"--to is {to}, which is there already. Move it away, or choose another.");
        }

        var unfinished = to + Unfinished;
        Remove(unfinished);
        try
        {
            await ProgressBar.ShowAsync("Restoring", !json, progress => Task.Run(
                () =>
                {
                    Copy(manifest, from, unfinished, progress, cancellation);
                    return true;
                },
                cancellation));
            Remove(to);
            Directory.Move(unfinished, to);
        }
        finally
        {
            Remove(unfinished);
        }

        Say(to, manifest, json);
        return ExitCode.Good;
    }

    static void Copy(BackupManifest manifest, string from, string to, IProgress<(double Share, string? Stage)> progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(to);
        var (bytes, done) = (new byte[1 << 20], 0L);
        foreach (var file in manifest.Files)
        {
            var (source, target) = (Path.Combine(from, file.Path), Path.Combine(to, file.Path));
            if (!File.Exists(source))
            {
                throw new IOException($"{source} is missing, and {BackupManifest.Name} names it. The backup is damaged: restore another.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var reading = File.OpenRead(source);
            using var writing = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (int read; (read = reading.Read(bytes)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                sum.AppendData(bytes, 0, read);
                writing.Write(bytes.AsSpan(0, read));
                done += read;
                progress.Report((Math.Min(1, (double)done / Math.Max(1, manifest.Bytes)), file.Path));
            }

            writing.Flush(flushToDisk: true);
            var found = Convert.ToHexStringLower(sum.GetHashAndReset());
            if (found != file.Sha256)
            {
                throw new IOException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source} has {reading.Length} bytes with the SHA-256 {found}; when it was written it had {file.Bytes} with {file.Sha256}. The backup is damaged: restore another."));
            }
        }

        // A backup of no workspace is one all the same.
        Directory.CreateDirectory(Path.Combine(to, "workspaces"));
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
                ["endedAt"] = manifest.EndedAt,
            });
            return;
        }

        Output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{to}: {manifest.Files.Count} files, {manifest.Bytes} bytes, as of {manifest.EndedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}. attune serve --data {to} begins there."));
    }

    static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
