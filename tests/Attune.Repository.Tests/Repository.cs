using System.Runtime.CompilerServices;

namespace Attune.Repository.Tests;

/// <summary>The files of this repository, as the rules read them.</summary>
static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../.."));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal)
                && !path.StartsWith("artifacts/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    static string ThisFile([CallerFilePath] string path = "") => path;
}
