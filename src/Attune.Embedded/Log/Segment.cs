namespace Attune.Embedded.Log;

/// <summary>One file of the log: what is known of it. Grows by the writer alone; any number read.</summary>
sealed class Segment(SegmentHeader header, long length, int indexBytes)
{
    long _length = length;

    public SegmentHeader Header { get; } = header;

    public string Name { get; } = SegmentHeader.NameOf(header.BaseOffset);

    public SparseIndex Index { get; } = new(header.BaseOffset, indexBytes);

    /// <summary>
    /// Bytes that are durable. In a segment that is not the last, what lies beyond the next one's first offset is the
    /// remnant of a failed write, and is never read.
    /// </summary>
    public long Length => Volatile.Read(ref _length);

    public bool IsEmpty => Length <= SegmentHeader.Bytes;

    /// <summary>A batch has become durable at the end.</summary>
    public void Grow(long batchOffset, int batchBytes)
    {
        Index.Note(batchOffset, _length);
        Volatile.Write(ref _length, _length + batchBytes);
    }
}
