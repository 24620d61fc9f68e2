using System.Runtime.InteropServices;

namespace Attune.Embedded.DuckDb;

/// <summary>Finds and loads the native library, once for the process.</summary>
/// <remarks>
/// Looked for, in this order: the file named in the environment variable <c>ATTUNE_DUCKDB</c>; <c>libduckdb.so</c> beside
/// the application, or in <c>runtimes/linux-x64/native</c> there, where the package puts it; <c>artifacts/native/libduckdb.so</c>
/// in any folder above the application, where <c>eng/native</c> of the repository puts it.
/// </remarks>
static class DuckDbLibrary
{
    /// <summary>The name the imports carry.</summary>
    public const string Name = "duckdb";

    const string FileName = "libduckdb.so";

    static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Loads the library where that has not been done.</summary>
    /// <exception cref="DuckDbMissingException">It is not there, or does not load.</exception>
    public static void Require() => _ = Loaded.Value;

    /// <summary>The file that would be loaded, or null.</summary>
    public static string? Locate(string? named, string baseDirectory)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? named : null;
        }

        var platform = "linux-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] beside = [Path.Combine(baseDirectory, FileName), Path.Combine(baseDirectory, "runtimes", platform, "native", FileName)];
        if (Array.Find(beside, File.Exists) is { } found)
        {
            return found;
        }

        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            var installed = Path.Combine(folder.FullName, "artifacts", "native", FileName);
            if (File.Exists(installed))
            {
                return installed;
            }
        }

        return null;
    }

    static nint Load()
    {
        var named = Environment.GetEnvironmentVariable("ATTUNE_DUCKDB");
        var path = Locate(named, AppContext.BaseDirectory)
            ?? throw new DuckDbMissingException(string.IsNullOrEmpty(named)
                ? $"The DuckDB library {FileName} is neither in {AppContext.BaseDirectory} nor in artifacts/native of a "
                    + "folder above it. Run eng/native in the repository, or name a file of DuckDB 1.5 in ATTUNE_DUCKDB; "
                    + "the package Attune.Embedded brings it for Linux on x64 only."
                : $"ATTUNE_DUCKDB names {named}, which does not exist. Run eng/native in the repository and unset it.");
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new DuckDbMissingException(
                $"The DuckDB library {path} does not load ({failure.Message}). Remove it and run eng/native again.", failure);
        }

        NativeLibrary.SetDllImportResolver(
            typeof(DuckDbLibrary).Assembly, (name, _, _) => name == Name ? library : 0);
        return library;
    }
}
