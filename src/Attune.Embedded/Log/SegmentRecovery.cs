using System.Buffers.Binary;
using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>What stood in the directory when it was opened, made fit to go on with.</summary>
/// <param name="Segments">By ascending offset.</param>
/// <param name="EndOffset">The offset the next event gets.</param>
/// <param name="Active">The last segment's file, to append to; null where a new segment must be begun.</param>
/// <param name="Cut">What was cut off; null where the log ended cleanly.</param>
sealed record RecoveredLog(IReadOnlyList<Segment> Segments, long EndOffset, ISegmentFile? Active, LogRecovery? Cut);

/// <summary>
/// Opens the segments. Only the last is read through: a segment is begun when everything before it is durable, so a crash
/// can have torn nothing but the end of the last, and there at most one batch (one commit is one batch).
/// </summary>
/// <remarks>
/// A batch that does not verify is a torn tail where no whole batch follows it; where one does, something durable was
/// damaged, and opening is refused.
/// </remarks>
static class SegmentRecovery
{
    /// <exception cref="LogCorruptException">Something other than the end is damaged.</exception>
    public static RecoveredLog Open(ISegmentDirectory directory, SegmentLogSettings settings)
    {
        var offsets = new List<long>();
        foreach (var name in directory.List())
        {
            if (SegmentHeader.TryParseName(name, out var offset))
            {
                offsets.Add(offset);
            }
            else if (name.EndsWith(SegmentFiles.UnfinishedSuffix, StringComparison.Ordinal))
            {
                directory.Delete(name);
            }
        }

        offsets.Sort();
        var segments = new List<Segment>(offsets.Count);
        foreach (var offset in offsets.SkipLast(1))
        {
            using var file = directory.Open(SegmentHeader.NameOf(offset), writable: false);
            segments.Add(new Segment(ReadHeader(file, directory, offset), file.Length, settings.IndexBytes));
        }

        return offsets is [.., var last] ? OpenLast(directory, settings, segments, last) : new RecoveredLog([], 0, null, null);
    }

    static RecoveredLog OpenLast(ISegmentDirectory directory, SegmentLogSettings settings, List<Segment> segments, long baseOffset)
    {
        var name = SegmentHeader.NameOf(baseOffset);
        var file = directory.Open(name, writable: true);
        try
        {
            var length = file.Length;
            if (length < SegmentHeader.Bytes)
            {
                file.Dispose();
                // Its age is unknown: as young as can be, so that retention does not take it for old.
                segments.Add(new Segment(new SegmentHeader(baseOffset, new EventTime(long.MaxValue)), SegmentHeader.Bytes, settings.IndexBytes));
                return new RecoveredLog(segments, baseOffset, null, new LogRecovery(
                    directory.PathOf(name), 0, length, baseOffset, $"{length} bytes are left of the segment's header"));
            }

            var header = ReadHeader(file, directory, baseOffset);
            var segment = new Segment(header, SegmentHeader.Bytes, settings.IndexBytes);
            var (end, fault) = Walk(file, segment, length, directory.PathOf(name));
            if (fault is not null)
            {
                file.Truncate(segment.Length);
            }

            // What a killed process wrote may still be only in the system's memory; from here on it counts as durable.
            file.Flush();
            segments.Add(segment);
            return new RecoveredLog(segments, end, file, fault is null ? null : new LogRecovery(
                directory.PathOf(name), segment.Length, length - segment.Length, end, fault.Value.Reason));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    static SegmentHeader ReadHeader(ISegmentFile file, ISegmentDirectory directory, long baseOffset)
    {
        var path = directory.PathOf(SegmentHeader.NameOf(baseOffset));
        Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
        return file.Read(bytes, 0) == SegmentHeader.Bytes
            ? SegmentHeader.Read(bytes, path, baseOffset)
            : throw new LogCorruptException(path, 0, 0, 0, $"the segment has {file.Length} bytes and its header takes {SegmentHeader.Bytes}");
    }

    static (long End, FrameFault? Fault) Walk(ISegmentFile file, Segment segment, long length, string path)
    {
        // Not disposed: the file stays open.
        var reader = new FrameReader(file);
        var end = segment.Header.BaseOffset;
        while (segment.Length < length)
        {
            if (reader.Read(segment.Length, length, out var frame, out var batch) is { } fault)
            {
                if (FindBatchAfter(file, segment.Length, length, end) is { } next)
                {
                    throw new LogCorruptException(
                        path, segment.Length, fault.Expected, fault.Found, $"{fault.Reason}, and a whole batch follows at byte {next}");
                }

                return (end, fault);
            }

            if (frame.BaseOffset != end)
            {
                throw new LogCorruptException(path, segment.Length, BatchFrame.ChecksumIn(batch), BatchFrame.ChecksumOf(batch),
                    $"a batch has base offset {frame.BaseOffset} where {end} is due");
            }

            end = frame.NextOffset;
            segment.Grow(frame.BaseOffset, batch.Length);
        }

        return (end, null);
    }

    /// <summary>The position of a whole batch of later offset behind a damaged one, or null.</summary>
    static long? FindBatchAfter(ISegmentFile file, long position, long length, long offset)
    {
        var rest = new byte[length - position];
        var count = 0;
        for (int read; count < rest.Length && (read = file.Read(rest.AsSpan(count), position + count)) > 0; count += read)
        {
        }

        for (var at = 1; at + BatchFrame.HeaderBytes < count; at++)
        {
            var bytes = rest.AsSpan(at, count - at);
            var claimed = BatchFrame.LengthOf(bytes);
            var ahead = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) - offset;
            if (ahead is > 0 and < 1L << 32
                && BatchFrame.IsPlausible(claimed)
                && claimed <= bytes.Length
                && BatchFrame.ChecksumOf(bytes[..(int)claimed]) == BatchFrame.ChecksumIn(bytes))
            {
                return position + at;
            }
        }

        return null;
    }
}
