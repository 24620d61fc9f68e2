using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>The segments that exist, by ascending offset: a snapshot that readers take without a lock.</summary>
sealed class SegmentSet(IReadOnlyList<Segment> segments)
{
    readonly Lock _gate = new();
    volatile Segment[] _all = [.. segments];

    /// <summary>The first offset still held.</summary>
    public long FirstOffset => _all is [var first, ..] ? first.Header.BaseOffset : 0;

    public long Bytes => _all.Sum(segment => segment.Length);

    public int Count => _all.Length;

    /// <summary>Every segment.</summary>
    public IReadOnlyList<Segment> All => _all;

    /// <summary>Every segment but the one being written.</summary>
    public IReadOnlyList<Segment> Full => _all is [.. var full, _] ? full : [];

    /// <summary>
    /// Puts a rewritten segment in the place of another, and its file, so that <see cref="Open"/> sees both or neither. False where the
    /// other is gone.
    /// </summary>
    public bool Exchange(Segment old, Segment rewritten, Action rename)
    {
        lock (_gate)
        {
            var at = Array.IndexOf(_all, old);
            if (at < 0)
            {
                return false;
            }

            rename();
            _all = [.. _all[..at], rewritten, .. _all[(at + 1)..]];
            return true;
        }
    }

    /// <summary>Opens the file of the segment an offset lies in.</summary>
    /// <exception cref="FileNotFoundException">No segment holds the offset, or its segment has just expired.</exception>
    public (Segment Segment, ISegmentFile File) Open(long offset, ISegmentDirectory directory)
    {
        lock (_gate)
        {
            var segment = Find(offset) ?? throw new FileNotFoundException($"No segment holds offset {offset}.");
            return (segment, directory.Open(segment.Name, writable: false));
        }
    }

    /// <summary>The segment an offset lies in, or would.</summary>
    public Segment? Find(long offset)
    {
        var all = _all;
        var (low, high) = (0, all.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = all[middle].Header.BaseOffset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : all[low - 1];
    }

    /// <summary>Adds the newest; it takes the place of an empty one that begins at the same offset.</summary>
    public void Add(Segment segment)
    {
        lock (_gate)
        {
            var kept = _all is [.., var last] && last.Header.BaseOffset == segment.Header.BaseOffset ? _all[..^1] : _all;
            _all = [.. kept, segment];
        }
    }

    /// <summary>
    /// Takes out the oldest segments that are too old or too many, and whose events nobody needs any more; never the last.
    /// </summary>
    /// <param name="settings">How long and how much is kept.</param>
    /// <param name="needed">The lowest offset a consumer still needs.</param>
    /// <param name="now">The present.</param>
    /// <returns>What was taken out, oldest first; its files are the caller's to delete.</returns>
    public IReadOnlyList<Segment> TakeExpired(SegmentLogSettings settings, long needed, EventTime now)
    {
        lock (_gate)
        {
            var bytes = Bytes;
            var taken = 0;
            for (; taken < _all.Length - 1; taken++)
            {
                var next = _all[taken + 1].Header;
                // Nothing in a segment is younger than the next one's file.
                var isOld = settings.RetainFor is { } age && now.Since(next.CreatedAt) > age;
                var isTooMuch = settings.RetainBytes is { } most && bytes > most;
                if (next.BaseOffset > needed || !(isOld || isTooMuch))
                {
                    break;
                }

                bytes -= _all[taken].Length;
            }

            var expired = _all[..taken];
            _all = _all[taken..];
            return expired;
        }
    }
}
