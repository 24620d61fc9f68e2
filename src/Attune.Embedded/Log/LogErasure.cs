using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>Erases records from the segments of a log that is being read and appended to.</summary>
/// <remarks>
/// Full segments are rewritten beside the writer. The last one is rewritten by the writer's own thread between two commits:
/// appends wait for that, some tenths of a second for 64 MiB. Readers that hold the old file read it to the end of the batch they
/// are at; a rename takes the name from it, and with the last handle it is gone.
/// </remarks>
sealed class LogErasure(ISegmentDirectory directory, SegmentSet segments, RecentBatches recent, LogWriter writer, SegmentLogSettings settings)
{
    long _left;

    /// <summary>Erases from every segment but the last; any thread, one at a time.</summary>
    public long FromFull(EventErasure erasure, CancellationToken cancellation)
    {
        var erased = 0L;
        _left = segments.All is [.., var last] ? last.Header.BaseOffset : 0;
        foreach (var segment in segments.Full)
        {
            cancellation.ThrowIfCancellationRequested();
            erased += From(segment, erasure, static (_, file) => file.Dispose());
        }

        return erased;
    }

    /// <summary>Erases from what was not full then, and from memory; on the writer's thread.</summary>
    public long FromLast(EventErasure erasure)
    {
        var erased = segments.All.Where(segment => segment.Header.BaseOffset >= _left).Sum(segment => From(segment, erasure, (rewritten, file) =>
        {
            if (!writer.Replace(rewritten, file))
            {
                file.Dispose();
            }
        }));
        recent.Clear();
        return erased;
    }

    long From(Segment segment, EventErasure erasure, Action<Segment, ISegmentFile> then)
    {
        if (segment.Header.BaseOffset >= erasure.Before.OffsetIn(0)
            || SegmentRewrite.Write(directory, segment, erasure, settings.IndexBytes) is not { } rewritten)
        {
            return 0;
        }

        var unfinished = segment.Name + SegmentFiles.UnfinishedSuffix;
        try
        {
            if (!segments.Exchange(segment, rewritten.Segment, () => directory.Rename(unfinished, segment.Name)))
            {
                // Expired meanwhile: nothing of it is left.
                rewritten.File.Dispose();
                directory.Delete(unfinished);
                return 0;
            }
        }
        catch
        {
            rewritten.File.Dispose();
            throw;
        }

        then(rewritten.Segment, rewritten.File);
        directory.Flush();
        return rewritten.Erased;
    }
}
