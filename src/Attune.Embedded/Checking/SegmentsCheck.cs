using System.Diagnostics;
using Attune.Embedded.Log;
using Attune.Operating.Checking;

namespace Attune.Embedded.Checking;

/// <summary>Reads segment files through, the newest first, and verifies every batch; takes no lock and writes nothing.</summary>
/// <param name="workspace">Whose.</param>
/// <param name="folder">The log's folder.</param>
/// <param name="isServed">True where a process may be appending: then the end of the last segment is not judged.</param>
/// <param name="time">When it stops; what was not read by then is said.</param>
public sealed class SegmentsCheck(string workspace, string folder, bool isServed, TimeSpan time) : ICheck
{
    /// <inheritdoc/>
    public string About => "log";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        var began = Stopwatch.GetTimestamp();
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*" + SegmentHeader.Extension).OrderDescending(StringComparer.Ordinal).ToList()
            : [];
        var (read, bytes) = (0, 0L);
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(began) > time)
            {
                break;
            }

            Verify(file, isLast: file == files[0], findings);
            (read, bytes) = (read + 1, bytes + new FileInfo(file).Length);
        }

        findings.Good($"{read} of {files.Count} segments of {workspace} read, {bytes >> 20} MiB.");
        return new(findings.All);
    }

    void Verify(string path, bool isLast, Findings findings)
    {
        using var file = new DiskFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        using var frames = new FrameReader(file);
        var length = file.Length;
        for (long position = SegmentHeader.Bytes; position < length;)
        {
            if (frames.Read(position, length, out _, out var batch) is { } fault)
            {
                if (isLast && isServed)
                {
                    return;
                }

                if (isLast)
                {
                    findings.Warn($"{path} cannot be read from byte {position} of {length} on: {fault.Reason}.", "A crash tore the end, which is cut off at the next start; or it is damaged, and the next start is refused.", "Keep a copy of the file, then start. If that is refused, go back to a backup.");
                }
                else
                {
                    findings.Fail($"{path} is damaged at byte {position} of {length}: {fault.Reason}.", "Whoever reads past it stops there: profiles and archive stand still.", "See what the disk says (dmesg, smartctl). Go back to a backup of the directory; what is archived is in the history all the same.");
                }

                return;
            }

            position += batch.Length;
        }
    }
}
