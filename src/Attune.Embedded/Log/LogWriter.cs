using Attune.Operating;
using Microsoft.Extensions.Logging;

namespace Attune.Embedded.Log;

/// <summary>Appends batches to the last segment, each with one write and one flush. Used by one thread.</summary>
/// <remarks>
/// After a failed write or flush nobody can say what of it reached the disk, so the file is cut to what was durable and
/// never appended to again: the next batch begins a new segment. If even cutting fails, the new segment's first offset
/// tells that what lies beyond it in the old one is void.
/// </remarks>
sealed class LogWriter(
    ISegmentDirectory directory, SegmentSet segments, SegmentLogSettings settings, TimeProvider clock, ILogger logger)
{
    ISegmentFile? _file;
    Segment? _active;
    byte[] _batch = new byte[64 << 10];
    bool _isSound;
    bool _hasFailed;

    /// <summary>Goes on in the segment that recovery left open.</summary>
    public void Resume(Segment active, ISegmentFile file) => (_active, _file, _isSound) = (active, file, true);

    /// <summary>Makes a group durable as one batch, or none of it.</summary>
    /// <returns>The batch's length in bytes; or why it failed.</returns>
    public (int Bytes, string? Failure) Append(IReadOnlyList<PendingAppend> group, BatchFrame frame)
    {
        var length = Assemble(group, frame);
        var started = clock.GetTimestamp();
        try
        {
            if (!_isSound || IsFull(_active!, length, frame))
            {
                BeginSegment(frame);
            }

            _file!.Write(_batch.AsSpan(0, length), _active!.Length);
            _file.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _isSound = false;
            _hasFailed = true;
            CutUndurable();
            LogMessages.CommitFailed(logger, group.Count, frame.BaseOffset, failure.Message);
            return (0, failure.Message);
        }

        _active.Grow(frame.BaseOffset, length);
        AttuneTelemetry.LogCommit.Record(clock.GetElapsedTime(started).TotalSeconds);
        return (length, null);
    }

    /// <summary>Goes on in a rewritten file where the segment is the one being written; false where it is another.</summary>
    public bool Replace(Segment rewritten, ISegmentFile file)
    {
        if (_active?.Header.BaseOffset != rewritten.Header.BaseOffset)
        {
            return false;
        }

        _file?.Dispose();
        (_active, _file) = (rewritten, file);
        return true;
    }

    public void Close()
    {
        if (!_isSound)
        {
            CutUndurable();
        }

        _file?.Dispose();
    }

    int Assemble(IReadOnlyList<PendingAppend> group, BatchFrame frame)
    {
        var length = BatchFrame.HeaderBytes + group.Sum(append => append.Records.Length);
        if (_batch.Length < length)
        {
            _batch = GC.AllocateUninitializedArray<byte>(length + (length / 4));
        }

        var at = BatchFrame.HeaderBytes;
        foreach (var append in group)
        {
            append.Records.Written.CopyTo(_batch.AsSpan(at));
            at += append.Records.Length;
        }

        frame.Seal(_batch.AsSpan(0, length));
        return length;
    }

    // Also by age where events are kept for a time only: what expires, expires by whole segments.
    bool IsFull(Segment active, int length, BatchFrame frame) => !active.IsEmpty
        && (active.Length + length > settings.SegmentBytes
            || (settings.RetainFor is { } kept && frame.AcceptedAt.Since(active.Header.CreatedAt) > kept / 8));

    void BeginSegment(BatchFrame frame)
    {
        // From here on the old segment is not appended to, even if this fails: the new one may have come into being.
        _isSound = false;
        CutUndurable();
        var file = SegmentFiles.Begin(directory, frame.BaseOffset, frame.AcceptedAt);
        _file?.Dispose();
        _file = file;
        _active = new Segment(new SegmentHeader(frame.BaseOffset, frame.AcceptedAt), SegmentHeader.Bytes, settings.IndexBytes);
        segments.Add(_active);
        _isSound = true;
        if (_hasFailed)
        {
            _hasFailed = false;
            LogMessages.CommitsAgain(logger, directory.PathOf(_active.Name), frame.BaseOffset);
        }
    }

    void CutUndurable()
    {
        try
        {
            if (_file is not null && _file.Length > _active!.Length)
            {
                _file.Truncate(_active.Length);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Tried again before the next segment and at close; see the remarks for why it may fail.
        }
    }
}
