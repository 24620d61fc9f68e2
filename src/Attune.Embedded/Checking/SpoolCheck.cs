using Attune.Embedded.Log;
using Attune.Operating.Checking;

namespace Attune.Embedded.Checking;

/// <summary>Events that were taken while Kafka was away and have not been moved to it.</summary>
/// <param name="workspace">Whose.</param>
/// <param name="folder">The spool's folder.</param>
/// <param name="moved">How far it has been moved.</param>
public sealed class SpoolCheck(string workspace, string folder, Func<long> moved) : ICheck
{
    /// <inheritdoc/>
    public string About => "spool";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        var last = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + SegmentHeader.Extension).Max(StringComparer.Ordinal) : null;
        var waiting = last is null ? 0 : Math.Max(0, EndOf(last) - moved());
        if (waiting > 0)
        {
            findings.Warn($"{waiting} events of {workspace} wait in {folder} for Kafka.", "They are on this machine alone, and in no profile.", "See that Kafka answers and that a node runs on this directory, until none waits. Do not delete the directory.");
        }
        else
        {
            findings.Good($"No event of {workspace} waits on this machine.");
        }

        return new(findings.All);
    }

    static long EndOf(string path)
    {
        using var file = new DiskFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        using var frames = new FrameReader(file);
        _ = SegmentHeader.TryParseName(Path.GetFileName(path), out var end);
        for (long position = SegmentHeader.Bytes; position < file.Length && frames.Read(position, file.Length, out var frame, out var batch) is null; position += batch.Length)
        {
            end = frame.NextOffset;
        }

        return end;
    }
}
