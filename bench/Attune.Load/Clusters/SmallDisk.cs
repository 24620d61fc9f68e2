using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary>A file system of its own under a folder, small enough to be filled.</summary>
sealed class SmallDisk
{
    const int Megabytes = 512;
    const int BlockBytes = 4096;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly string _folder;

    SmallDisk(string folder) => _folder = folder;

    /// <summary>Puts one under a folder, which it makes.</summary>
    public static async Task<SmallDisk> MountAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={Megabytes}m,mode=755"), "none", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Fills it to the last block and keeps it full, whatever is deleted meanwhile; then all that was free is free again.</summary>
    public async Task FillAsync(TimeSpan duration, CancellationToken cancellation)
    {
        var filler = Path.Combine(_folder, "filler");
        using var over = new CancellationTokenSource(duration);
        try
        {
            await using var file = new FileStream(filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (!over.IsCancellationRequested)
            {
                Fill(file);
                await Task.Delay(Pause, cancellation);
            }
        }
        finally
        {
            File.Delete(filler);
        }
    }

    /// <summary>Takes it away, with what is in it.</summary>
    public Task UnmountAsync() => Shell.RunAsync("umount", "--lazy", _folder);

    static void Fill(FileStream file)
    {
        foreach (var block in (byte[][])[new byte[BlockBytes * 256], new byte[BlockBytes]])
        {
            try
            {
                while (true)
                {
                    file.Write(block);
                }
            }
            catch (IOException)
            {
                // No room for a block of this length.
            }
        }
    }
}
