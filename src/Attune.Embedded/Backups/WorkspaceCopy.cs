using Attune.Embedded.Catalog;
using Attune.Embedded.Files;
using Attune.Embedded.History;
using Attune.Embedded.Log;

namespace Attune.Embedded.Backups;

/// <summary>Copies the directory of a workspace while it is worked on; the copy can be opened as if a crash had left it.</summary>
/// <remarks>
/// <para><b>Order.</b> What is derived before what it is derived from: the checkpoint's profiles and the generations name items by the numbers
/// the catalog gave them, and checkpoint and history say how far of the log they know. A catalog or a log that is older than they are would give
/// the same numbers and offsets to others.</para>
/// <para><b>Meanwhile</b> events are taken and questions answered. Each of the two DuckDB files is closed for as long as copying it takes: archiving
/// and trainings wait for the one, writing items for the other. The log lets no segment go.</para>
/// </remarks>
/// <param name="directory">The workspace's own.</param>
/// <param name="log">Its log.</param>
/// <param name="history">Its history.</param>
/// <param name="catalog">Its catalog.</param>
sealed class WorkspaceCopy(string directory, SegmentLog log, DuckDbHistory history, DuckDbCatalogStore catalog)
{
    /// <summary>Writes the copy.</summary>
    /// <param name="to">A directory that is made; where it is there already it must be empty.</param>
    /// <param name="told">Told the share and the part.</param>
    /// <param name="cancellation">Ends it; what was copied stays, and is no copy of anything.</param>
    /// <returns>Bytes copied.</returns>
    /// <exception cref="IOException">The directory cannot be written to, or is not empty.</exception>
    public async Task<long> WriteAsync(string to, Action<double, string?> told, CancellationToken cancellation)
    {
        Directory.CreateDirectory(to);
        if (Directory.EnumerateFileSystemEntries(to).Any())
        {
            throw new IOException($"{to} is not empty. A copy is written into a directory of its own.");
        }

        using var held = log.HoldSegments();
        var copy = new DurableCopy(Sizes(), told, cancellation);
        copy.Files(In("state"), Path.Combine(to, "state"), "state.checkpoint", "profiles");
        await history.CopyAsync(() => copy.Files(directory, to, "history.duckdb*", "history"), cancellation);
        Generations(copy, Path.Combine(to, "generations"));
        copy.Files(In("answers"), Path.Combine(to, "answers"), "*.answers", "answers");
        await catalog.CopyAsync(() => copy.Files(directory, to, "catalog.duckdb*", "catalog"), cancellation);
        copy.Files(In("log"), Path.Combine(to, "log"), "*.log", "log");
        DirectoryFlush.Of(to);
        return copy.Copied;
    }

    // A generation is there when its manifest is, and only whole: by name, so that one published meanwhile is left out.
    void Generations(DurableCopy copy, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var manifest in Directory.GetFiles(In("generations"), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(manifest);
            copy.Files(In("generations"), to, name + ".safetensors", "generations");
            if (File.Exists(Path.Combine(to, name + ".safetensors")))
            {
                copy.Files(In("generations"), to, name + ".json", "generations");
            }
        }

        copy.Files(In("generations"), to, "highest", "generations");
    }

    string In(string name) => Path.Combine(directory, name);

    long Sizes() => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0);
}
