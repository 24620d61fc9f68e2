using Attune.Operating.Checking;

namespace Attune.Embedded.Checking;

/// <summary>The disk of a data directory: room, and how long it takes to have something for certain.</summary>
/// <remarks>Writes a file of 4 KiB some times, flushes it, and removes it.</remarks>
public sealed class DiskCheck(string directory, TimeProvider clock) : ICheck
{
    const int Times = 9;

    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public string About => "disk";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        var drive = new DriveInfo(Path.GetFullPath(directory));
        var (free, all) = (drive.AvailableFreeSpace, drive.TotalSize);
        if (free < 256 << 20)
        {
            findings.Fail($"{free >> 20} of {all >> 20} MiB are free.", "When it is full, events are refused.", "Make room, or move the directory to a larger disk (attune migrate).");
        }
        else if (free < 2L << 30 || free < all / 20)
        {
            findings.Warn($"{free >> 20} of {all >> 20} MiB are free.", "When it is full, events are refused.", "Make room, or keep the log shorter.");
        }
        else
        {
            findings.Good($"{free >> 20} of {all >> 20} MiB are free.");
        }

        var took = Flushes(cancellation);
        if (took > Slow)
        {
            findings.Warn($"A flush to the disk takes {took.TotalMilliseconds:0.0} ms.", "Every acknowledgement of an event waits for one.", "Use a local SSD; a network disk or one shared with a busy database is slow.");
        }
        else
        {
            findings.Good($"A flush to the disk takes {took.TotalMilliseconds:0.0} ms.");
        }

        return new(findings.All);
    }

    // The median: one that met another's flush says nothing.
    TimeSpan Flushes(CancellationToken cancellation)
    {
        var path = Path.Combine(directory, $".doctor-{Environment.ProcessId}");
        var took = new List<TimeSpan>();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        for (var time = 0; time < Times; time++)
        {
            cancellation.ThrowIfCancellationRequested();
            var began = clock.GetTimestamp();
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
            took.Add(clock.GetElapsedTime(began));
        }

        return took.Order().ElementAt(Times / 2);
    }
}
