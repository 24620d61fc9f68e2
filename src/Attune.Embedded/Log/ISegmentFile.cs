namespace Attune.Embedded.Log;

/// <summary>One open file of the log: the seam at which tests make disks fail.</summary>
interface ISegmentFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to a span's length at a position; 0 at the end.</summary>
    int Read(Span<byte> into, long position);

    /// <summary>Writes all of it at a position, or throws having written some of it.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Returns when everything written is on the disk.</summary>
    /// <exception cref="IOException">It may or may not be there; the file is to be trusted only up to the flush before.</exception>
    void Flush();

    /// <summary>Cuts the file to a length.</summary>
    void Truncate(long length);
}
