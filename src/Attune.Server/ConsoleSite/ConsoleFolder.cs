namespace Attune.Server.ConsoleSite;

/// <summary>Where the built console lies: what <c>eng/console</c> makes.</summary>
static class ConsoleFolder
{
    /// <summary>
    /// The folder named, or else the first that is there of: <c>console</c> beside the program, as it is shipped, and
    /// <c>artifacts/console</c> of the tree it was built in. The first of these where none is.
    /// </summary>
    /// <param name="named">A folder; null to look for one.</param>
    public static string Find(string? named)
    {
        if (named is not null)
        {
            return Path.GetFullPath(named);
        }

        var beside = Path.Combine(AppContext.BaseDirectory, "console");

        // The program of a tree is artifacts/bin/<project>/<configuration>/.
        var ofTree = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "console"));
        return Directory.Exists(beside) || !Directory.Exists(ofTree) ? beside : ofTree;
    }
}
