using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Attune.Embedded.Files;
using Attune.Generations;

namespace Attune.Embedded.Catalog;

/// <summary>The generations' files in one folder.</summary>
/// <remarks>
/// <para><b>Layout.</b> <c>000042.safetensors</c> and its manifest <c>000042.json</c>, by number; <c>highest</c>, the
/// highest number ever used, so that a deleted generation's number does not come back.</para>
/// <para><b>Durability.</b> File, then number, then manifest: each is written beside its place, flushed, renamed, and the
/// folder flushed. A generation is there from the moment its manifest is; deleting takes the manifest first.</para>
/// <para><b>Recovery.</b> What a crash left over (a part, a file without manifest) is removed when the folder is opened.</para>
/// <para><b>Concurrency.</b> One save or deletion at a time; looking up is free. A file that is mapped stays readable to
/// whoever mapped it after it has been deleted.</para>
/// </remarks>
sealed class GenerationFiles : IDisposable
{
    const string Part = ".part";
    const int Buffer = 1 << 16;

    readonly string _folder;
    readonly SemaphoreSlim _changing = new(1);

    GenerationFiles(string folder) => _folder = folder;

    /// <summary>Opens or creates the folder and removes what a crash left over.</summary>
    public static GenerationFiles Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new GenerationFiles(folder);
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var orphan = path.EndsWith(".safetensors", StringComparison.Ordinal)
                && !File.Exists(Path.ChangeExtension(path, ".json"));
            if (orphan || path.EndsWith(Part, StringComparison.Ordinal))
            {
                File.Delete(path);
            }
        }

        return files;
    }

    /// <summary>Writes a generation whole; the manifest gets the size and the checksum of what was written.</summary>
    /// <exception cref="ArgumentException">The number was used before.</exception>
    /// <exception cref="InvalidDataException">The manifest names a checksum, and another came out.</exception>
    public async ValueTask SaveAsync(
        GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var highest = await HighestAsync(cancellation);
            if (manifest.Number <= highest)
            {
                throw new ArgumentException(
                    $"The generation's number is {manifest.Number}, and {highest} has been used.", nameof(manifest));
            }

            var path = PathOf(manifest.Number, ".safetensors");
            var (checksum, bytes) = await WriteTensorsAsync(path, write, cancellation);
            if (manifest.Checksum.Length > 0 && !manifest.Checksum.Equals(checksum, StringComparison.OrdinalIgnoreCase))
            {
                File.Delete(path);
                throw new InvalidDataException(
                    $"Generation {manifest.Number} has the SHA-256 {checksum}, and its manifest says {manifest.Checksum}.");
            }

            var whole = manifest with { Checksum = checksum, Bytes = bytes };
            await PlaceAsync(
                Path.Combine(_folder, "highest"),
                stream => JsonSerializer.SerializeAsync(stream, manifest.Number, ManifestJson.Options, CancellationToken.None));
            await PlaceAsync(
                PathOf(manifest.Number, ".json"),
                stream => JsonSerializer.SerializeAsync(stream, whole, ManifestJson.Options, CancellationToken.None));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The manifests, newest first.</summary>
    /// <exception cref="InvalidDataException">A manifest is damaged; the message names the file.</exception>
    public async ValueTask<IReadOnlyList<GenerationManifest>> ListAsync(CancellationToken cancellation)
    {
        var manifests = new List<GenerationManifest>();
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json"))
        {
            try
            {
                await using var stream = File.OpenRead(path);
                manifests.Add(await JsonSerializer.DeserializeAsync<GenerationManifest>(stream, ManifestJson.Options, cancellation)
                    ?? throw new InvalidDataException($"{path} holds no manifest."));
            }
            catch (JsonException fault)
            {
                throw new InvalidDataException($"{path} is damaged: {fault.Message}", fault);
            }
            catch (FileNotFoundException)
            {
                // Deleted since the folder was looked at.
            }
        }

        manifests.Sort((left, right) => right.Number.CompareTo(left.Number));
        return manifests;
    }

    /// <summary>The path of a generation's file.</summary>
    /// <exception cref="FileNotFoundException">The generation is not kept.</exception>
    public string Locate(int number)
    {
        var path = PathOf(number, ".safetensors");
        return File.Exists(PathOf(number, ".json")) && File.Exists(path)
            ? path
            : throw new FileNotFoundException($"Generation {number} is not kept in {_folder}.", path);
    }

    /// <summary>Removes a generation.</summary>
    public async ValueTask DeleteAsync(int number, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            File.Delete(PathOf(number, ".json"));
            DirectoryFlush.Of(_folder);
            File.Delete(PathOf(number, ".safetensors"));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    async Task<(string Checksum, long Bytes)> WriteTensorsAsync(
        string path, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        using var hash = SHA256.Create();
        long bytes = 0;
        await PlaceAsync(path, async stream =>
        {
            await using var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true);
            await write(hashing, cancellation);
            await hashing.FlushFinalBlockAsync(cancellation);
            bytes = stream.Length;
        });
        return (Convert.ToHexStringLower(hash.Hash!), bytes);
    }

    // Written beside its place, flushed, renamed: at the path there is nothing, or all of it.
    async Task PlaceAsync(string path, Func<FileStream, Task> write)
    {
        var part = path + Part;
        try
        {
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, Buffer, useAsync: true))
            {
                await write(stream);
                await stream.FlushAsync(CancellationToken.None);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
            DirectoryFlush.Of(_folder);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    async Task<int> HighestAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, "highest");
        return File.Exists(path)
            ? int.Parse(await File.ReadAllTextAsync(path, cancellation), CultureInfo.InvariantCulture)
            : 0;
    }

    string PathOf(int number, string extension) =>
        Path.Combine(_folder, number.ToString("000000", CultureInfo.InvariantCulture) + extension);
}
