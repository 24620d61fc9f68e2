using System.Globalization;
using System.Security.Cryptography;
using Attune.Generations;

namespace Attune.Cluster.Postgres;

/// <summary>Files of generations on this machine, by number and checksum: what is at a path is whole, or is found not to be.</summary>
/// <remarks>
/// A file is written beside its place and renamed. Its checksum is taken when it is written, and once after each start; after that
/// its length and time of writing must stay as they were. Beyond the number kept, those asked for longest ago go; who has
/// one mapped goes on reading it.
/// </remarks>
sealed class GenerationCache
{
    const string Part = ".part";
    const int Buffer = 1 << 16;

    readonly string _folder;
    readonly int _most;
    readonly Dictionary<string, (long Bytes, DateTime Written, long Used)> _checked = new(StringComparer.Ordinal);
    readonly Lock _keeping = new();
    long _uses;

    GenerationCache(string folder, int most) => (_folder, _most) = (folder, most);

    /// <summary>Opens or creates the folder, which is this store's alone, and removes what a crash left over.</summary>
    public static GenerationCache Open(string folder, int most)
    {
        Directory.CreateDirectory(folder);
        foreach (var part in Directory.EnumerateFiles(folder, "*" + Part))
        {
            File.Delete(part);
        }

        return new(folder, most);
    }

    /// <summary>Where a generation's file belongs.</summary>
    public string PathOf(GenerationManifest manifest) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{manifest.Number:000000}-{manifest.Checksum}.safetensors"));

    /// <summary>A path nothing is at yet.</summary>
    public string PartOf(int number) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{number:000000}-{Guid.NewGuid():N}{Part}"));

    /// <summary>True where a generation's file is there and whole; one that is damaged is removed.</summary>
    /// <param name="manifest">Which.</param>
    /// <param name="damaged">Told where it was damaged.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<bool> HasAsync(GenerationManifest manifest, Action<int> damaged, CancellationToken cancellation)
    {
        var (path, file) = (PathOf(manifest), new FileInfo(PathOf(manifest)));
        if (!file.Exists)
        {
            return false;
        }

        lock (_keeping)
        {
            if (_checked.TryGetValue(path, out var seen) && (seen.Bytes, seen.Written) == (file.Length, file.LastWriteTimeUtc))
            {
                _checked[path] = seen with { Used = ++_uses };
                return true;
            }
        }

        await using (var stream = File.OpenRead(path))
        {
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == manifest.Checksum)
            {
                Keep(path);
                return true;
            }
        }

        damaged(manifest.Number);
        File.Delete(path);
        return false;
    }

    /// <summary>Writes a part, and gives the checksum of what was written; nothing is left where the writing fails.</summary>
    public static async ValueTask<string> WriteAsync(string part, Func<Stream, ValueTask> write, CancellationToken cancellation)
    {
        try
        {
            using var hash = SHA256.Create();
            await using var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffer, useAsync: true);
            await using var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true);
            await write(hashing);
            await hashing.FlushFinalBlockAsync(cancellation);
            return Convert.ToHexStringLower(hash.Hash!);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Puts a part whose checksum is right in its place, and lets go of the oldest.</summary>
    public string Place(string part, GenerationManifest manifest)
    {
        var path = PathOf(manifest);
        File.Move(part, path, overwrite: true);
        Keep(path);
        lock (_keeping)
        {
            foreach (var old in Directory.EnumerateFiles(_folder, "*.safetensors")
                .OrderByDescending(file => _checked.GetValueOrDefault(file).Used)
                .ThenByDescending(file => file, StringComparer.Ordinal)
                .Skip(_most)
                .ToArray())
            {
                File.Delete(old);
                _checked.Remove(old);
            }
        }

        return path;
    }

    /// <summary>Removes a generation's file, whatever its checksum.</summary>
    public void Remove(int number)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, string.Create(CultureInfo.InvariantCulture, $"{number:000000}-*.safetensors")))
        {
            File.Delete(path);
        }
    }

    void Keep(string path)
    {
        var file = new FileInfo(path);
        lock (_keeping)
        {
            _checked[path] = (file.Length, file.LastWriteTimeUtc, ++_uses);
        }
    }
}
