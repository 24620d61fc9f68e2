using System.Diagnostics;

namespace Attune.Server.Tests.FullDisk;

/// <summary>A file system in memory of a few MiB. Mounting takes a right that not every machine gives; there the test is skipped.</summary>
sealed class SmallDisk : IDisposable
{
    SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static SmallDisk? TryMount(int mebibytes)
    {
        var path = Directory.CreateTempSubdirectory("attune-disk-").FullName;
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={mebibytes}m"), "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    /// <summary>Gives it another size.</summary>
    public void Resize(int mebibytes) =>
        Assert.True(Run("mount", "-o", FormattableString.Invariant($"remount,size={mebibytes}m"), Path));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path, recursive: true);
    }

    static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
