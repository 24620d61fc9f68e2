using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Server.Commands;

/// <summary>What is in a backup: <c>backup.json</c> beside it. A directory without one is no backup, or half of one.</summary>
sealed record BackupManifest
{
    /// <summary>The file's name.</summary>
    public const string Name = "backup.json";

    /// <summary>The layout this program writes and reads.</summary>
    public const int Layout = 1;

    /// <summary>The layout of the directory.</summary>
    public int Version { get; init; }

    /// <summary>When it was begun: what was acknowledged before is in it.</summary>
    public DateTimeOffset BegunAt { get; init; }

    /// <summary>When it had ended: nothing accepted later is in it.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Every file but this one, by path.</summary>
    public IReadOnlyList<BackupFile> Files { get; init; } = [];

    /// <summary>Bytes of all files.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>The workspaces in it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Workspaces => [.. Files
        .Where(file => file.Path.StartsWith("workspaces/", StringComparison.Ordinal))
        .Select(file => file.Path.Split('/')[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads every file of a directory and writes down what is there.</summary>
    public static BackupManifest Take(string directory, DateTimeOffset begun, DateTimeOffset ended, CancellationToken cancellation)
    {
        var files = new List<BackupFile>();
        foreach (var path in Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            using var file = File.OpenRead(path);
            var checksum = Convert.ToHexStringLower(SHA256.HashData(file));
            files.Add(new BackupFile(Path.GetRelativePath(directory, path).Replace('\\', '/'), file.Length, checksum));
        }

        var manifest = new BackupManifest { Version = Layout, BegunAt = begun, EndedAt = ended, Files = files };
        using var written = new FileStream(Path.Combine(directory, Name), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(written, manifest, BackupJson.Default.BackupManifest);
        written.Flush(flushToDisk: true);
        return manifest;
    }

    /// <summary>Reads a backup's.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static BackupManifest Read(string directory)
    {
        var path = Path.Combine(directory, Name);
        if (!File.Exists(path))
        {
            throw new UsageException($"{Path.GetFullPath(directory)} is no whole backup: it has no {Name}, which is written last. attune backup writes one.");
        }

        try
        {
            using var file = File.OpenRead(path);
            var manifest = JsonSerializer.Deserialize(file, BackupJson.Default.BackupManifest) ?? new();
            if (manifest.Version != Layout)
            {
                throw new UsageException($"{path} has the layout {manifest.Version}, and this program reads {Layout}. Restore it with the program that wrote it.");
            }

            return manifest.Files.FirstOrDefault(file => !IsBelow(file.Path)) is { } astray
                ? throw new UsageException($"{path} names the file '{astray.Path}', which is none below the backup. No backup that was written does: restore another.")
                : manifest;
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{path} is damaged: {fault.Message} Restore another backup.");
        }
    }

    // A backup may come from anywhere, and what restores it may write wherever its user may.
    static bool IsBelow(string? path) =>
        !string.IsNullOrEmpty(path) && !Path.IsPathRooted(path) && !path.Split('/', '\\').Any(step => step is "" or "." or "..");
}

/// <summary>A file of a backup.</summary>
/// <param name="Path">Below the backup, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
sealed record BackupFile(string Path, long Bytes, string Sha256);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
sealed partial class BackupJson : JsonSerializerContext;
