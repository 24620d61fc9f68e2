using Attune.Embedded.Files;

namespace Attune.Embedded.Backups;

/// <summary>Copies files into a directory that becomes whole or is given up, and tells how far it is.</summary>
/// <param name="all">About how many bytes there are to copy.</param>
/// <param name="told">Told the share and the part.</param>
/// <param name="cancellation">Ends it within a megabyte.</param>
sealed class DurableCopy(long all, Action<double, string?> told, CancellationToken cancellation)
{
    readonly byte[] _bytes = new byte[1 << 20];

    /// <summary>Bytes copied.</summary>
    public long Copied { get; private set; }

    /// <summary>Copies one file and flushes it; one that grows is copied up to somewhere near its end.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    /// <exception cref="IOException">The disk is full or failed, or the target is there already.</exception>
    public void File(string from, string to, string stage)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int read; (read = source.Read(_bytes)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            target.Write(_bytes.AsSpan(0, read));
            Copied += read;
            told(all == 0 ? 0 : Math.Min(1, (double)Copied / all), stage);
        }

        target.Flush(flushToDisk: true);
    }

    /// <summary>Copies the files of a directory whose names match, in the order of their names; those that go away meanwhile are passed over.</summary>
    public void Files(string from, string to, string pattern, string stage)
    {
        Directory.CreateDirectory(to);
        if (Directory.Exists(from))
        {
            foreach (var path in Directory.GetFiles(from, pattern).Order(StringComparer.Ordinal))
            {
                var copy = Path.Combine(to, Path.GetFileName(path));
                try
                {
                    File(path, copy, stage);
                }
                catch (FileNotFoundException)
                {
                    // Deleted since the directory was looked at: it is no longer part of what there is.
                }
            }
        }

        DirectoryFlush.Of(to);
    }
}
