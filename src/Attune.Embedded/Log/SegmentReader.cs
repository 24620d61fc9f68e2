using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>One reader's way through the segment files: keeps its file open and its place while it goes on in order.</summary>
sealed class SegmentReader(ISegmentDirectory directory, SegmentSet segments) : IDisposable
{
    Segment? _segment;
    FrameReader? _frames;
    long _offset = -1;
    long _position;

    /// <summary>The batch that holds an offset, whole.</summary>
    /// <param name="offset">At least the first held, and below the end.</param>
    /// <exception cref="LogCorruptException">It is damaged.</exception>
    /// <exception cref="FileNotFoundException">Its segment has just expired.</exception>
    public EventBatch Read(long offset)
    {
        var segment = segments.Find(offset) ?? throw new FileNotFoundException($"No segment holds offset {offset}.");
        if (segment != _segment)
        {
            _frames?.Dispose();
            (_segment, _frames) = (null, null);
            (segment, var file) = segments.Open(offset, directory);
            _frames = new FrameReader(file);
            (_segment, _offset) = (segment, -1);
        }

        if (_offset != offset)
        {
            (_offset, _position) = segment.Index.Before(offset);
        }

        while (true)
        {
            var frame = Verify(segment, out var bytes);
            var batch = offset < frame.NextOffset ? Decode(segment, frame, bytes) : null;
            (_offset, _position) = (frame.NextOffset, _position + bytes.Length);
            if (batch is not null)
            {
                return batch;
            }
        }
    }

    public void Dispose() => _frames?.Dispose();

    BatchFrame Verify(Segment segment, out ReadOnlySpan<byte> batch)
    {
        if (_frames!.Read(_position, segment.Length, out var frame, out batch) is { } fault)
        {
            throw new LogCorruptException(directory.PathOf(segment.Name), _position, fault.Expected, fault.Found, fault.Reason);
        }

        if (frame.BaseOffset != _offset)
        {
            var checksum = BatchFrame.ChecksumIn(batch);
            throw new LogCorruptException(directory.PathOf(segment.Name), _position, checksum, checksum,
                $"a batch has base offset {frame.BaseOffset} where {_offset} is due");
        }

        segment.Index.Note(frame.BaseOffset, _position);
        return frame;
    }

    EventBatch Decode(Segment segment, BatchFrame frame, ReadOnlySpan<byte> batch)
    {
        try
        {
            var records = batch[BatchFrame.HeaderBytes..];
            var events = new UserEvent[frame.Count];
            for (var at = 0; at < events.Length; at++)
            {
                events[at] = EventCodec.Decode(ref records);
            }

            return new EventBatch(0, frame.BaseOffset, frame.AcceptedAt, events);
        }
        catch (InvalidDataException unreadable)
        {
            var checksum = BatchFrame.ChecksumIn(batch);
            throw new LogCorruptException(directory.PathOf(segment.Name), _position, checksum, checksum, unreadable.Message);
        }
    }
}
