using System.Runtime.CompilerServices;

namespace Attune.Tests.Evaluating;

/// <summary>The public data sets, beside the repository; tests that need one are skipped where it is absent.</summary>
static class PublicData
{
    internal static string Require(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../../shared/data", file));
        Assert.SkipUnless(File.Exists(path), $"{file} is not here.");
        return path;
    }

    static string Here([CallerFilePath] string path = "") => path;
}
