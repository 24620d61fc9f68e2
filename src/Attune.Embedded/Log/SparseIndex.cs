namespace Attune.Embedded.Log;

/// <summary>
/// Where some of a segment's batches begin: one entry for so many bytes. It is learned: the writer notes what it writes,
/// and a reader what it walks over, so that nothing has to be read only to build it.
/// </summary>
sealed class SparseIndex(long baseOffset, int strideBytes)
{
    readonly Lock _gate = new();
    readonly List<(long Offset, long Position)> _entries = [(baseOffset, SegmentHeader.Bytes)];

    /// <summary>Takes an entry if it lies a stride beyond the last.</summary>
    public void Note(long offset, long position)
    {
        lock (_gate)
        {
            if (position >= _entries[^1].Position + strideBytes)
            {
                _entries.Add((offset, position));
            }
        }
    }

    /// <summary>The furthest known batch that begins at or before an offset.</summary>
    public (long Offset, long Position) Before(long offset)
    {
        lock (_gate)
        {
            var (low, high) = (0, _entries.Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = _entries[middle].Offset <= offset ? (middle, high) : (low, middle - 1);
            }

            return _entries[low];
        }
    }
}
