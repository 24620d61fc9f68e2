using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>Writes one segment anew with some records erased; everything else in it byte by byte as it was.</summary>
static class SegmentRewrite
{
    /// <summary>Writes the new file beside the old one and flushes it; takes nothing's place yet.</summary>
    /// <param name="directory">Of the log.</param>
    /// <param name="segment">The segment; must not grow meanwhile.</param>
    /// <param name="erasure">What to erase.</param>
    /// <param name="indexBytes">As <see cref="SegmentLogSettings.IndexBytes"/>.</param>
    /// <returns>The new file, the segment it is, and how many records it erased; null where it holds none to erase.</returns>
    /// <exception cref="LogCorruptException">A batch is damaged; nothing was written in its place.</exception>
    public static (ISegmentFile File, Segment Segment, long Erased)? Write(
        ISegmentDirectory directory, Segment segment, EventErasure erasure, int indexBytes)
    {
        using var frames = new FrameReader(directory.Open(segment.Name, writable: false));
        if (!Holds(directory, segment, frames, erasure))
        {
            return null;
        }

        var file = directory.Create(segment.Name + SegmentFiles.UnfinishedSuffix);
        try
        {
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            segment.Header.Write(header);
            file.Write(header, 0);
            var rewritten = new Segment(segment.Header, SegmentHeader.Bytes, indexBytes);
            var erased = 0L;
            foreach (var position in Positions(directory, segment, frames))
            {
                var frame = Read(directory, segment, frames, position, out var batch);
                var bytes = Without(frame, batch, erasure, ref erased);
                file.Write(bytes, rewritten.Length);
                rewritten.Grow(frame.BaseOffset, bytes.Length);
            }

            file.Flush();
            return (file, rewritten, erased);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    static bool Holds(ISegmentDirectory directory, Segment segment, FrameReader frames, EventErasure erasure)
    {
        foreach (var position in Positions(directory, segment, frames))
        {
            var frame = Read(directory, segment, frames, position, out var batch);
            if (erasure.Count(new EventBatch(0, frame.BaseOffset, frame.AcceptedAt, Decode(frame, batch))) > 0)
            {
                return true;
            }
        }

        return false;
    }

    static IEnumerable<long> Positions(ISegmentDirectory directory, Segment segment, FrameReader frames)
    {
        for (long position = SegmentHeader.Bytes; position < segment.Length;)
        {
            yield return position;
            Read(directory, segment, frames, position, out var batch);
            position += batch.Length;
        }
    }

    static BatchFrame Read(ISegmentDirectory directory, Segment segment, FrameReader frames, long position, out ReadOnlySpan<byte> batch) =>
        frames.Read(position, segment.Length, out var frame, out batch) is { } fault
            ? throw new LogCorruptException(directory.PathOf(segment.Name), position, fault.Expected, fault.Found, fault.Reason)
            : frame;

    static UserEvent[] Decode(BatchFrame frame, ReadOnlySpan<byte> batch)
    {
        var records = batch[BatchFrame.HeaderBytes..];
        var events = new UserEvent[frame.Count];
        for (var at = 0; at < events.Length; at++)
        {
            events[at] = EventCodec.Decode(ref records);
        }

        return events;
    }

    static ReadOnlySpan<byte> Without(BatchFrame frame, ReadOnlySpan<byte> batch, EventErasure erasure, ref long erased)
    {
        var events = Decode(frame, batch);
        var count = erasure.Count(new EventBatch(0, frame.BaseOffset, frame.AcceptedAt, events));
        if (count == 0)
        {
            return batch;
        }

        erased += count;
        using var records = new RecordBuffer(batch.Length);
        for (var at = 0; at < events.Length; at++)
        {
            EventCodec.Encode(erasure.Covers(events[at], 0, frame.BaseOffset + at) ? UserEvent.Erased : events[at], records);
        }

        var bytes = new byte[BatchFrame.HeaderBytes + records.Length];
        records.Written.CopyTo(bytes.AsSpan(BatchFrame.HeaderBytes));
        frame.Seal(bytes);
        return bytes;
    }
}
