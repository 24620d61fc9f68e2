using Attune.Embedded.Files;

namespace Attune.Embedded.DuckDb;

/// <summary>Writes a closed database file anew: DuckDB marks the blocks of deleted rows as free and leaves in them what they held.</summary>
static class DuckFileCopy
{
    const string Unfinished = ".new";

    /// <summary>Copies what the file holds into a new one, flushes that and renames it over the old.</summary>
    /// <exception cref="DuckDbException">The copy failed; the old file is as it was.</exception>
    public static void Renew(string path, DuckDbSettings settings)
    {
        if (path == DuckDatabase.InMemory)
        {
            return;
        }

        DeleteUnfinished(path);
        var copy = path + Unfinished;
        using (var database = DuckDatabase.Open(DuckDatabase.InMemory, settings with { Files = true }))
        using (var connection = database.Connect())
        {
            connection.Execute($"""
                ATTACH {Quoted(path)} AS held (READ_ONLY);
                ATTACH {Quoted(copy)} AS renewed;
                COPY FROM DATABASE held TO renewed;
                CHECKPOINT renewed;
                DETACH renewed;
                DETACH held
                """);
        }

        File.Move(copy, path, overwrite: true);
        DirectoryFlush.Of(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Deletes what a copy that was cut short has left.</summary>
    public static void DeleteUnfinished(string path)
    {
        if (path != DuckDatabase.InMemory)
        {
            File.Delete(path + Unfinished);
            File.Delete(path + Unfinished + ".wal");
        }
    }

    static string Quoted(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
}
