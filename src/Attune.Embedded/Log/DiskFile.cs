using Microsoft.Win32.SafeHandles;

namespace Attune.Embedded.Log;

/// <summary>A real file, read and written at positions.</summary>
sealed class DiskFile(SafeFileHandle handle) : ISegmentFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> into, long position) => RandomAccess.Read(handle, into, position);

    public void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(handle, bytes, position);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Dispose() => handle.Dispose();
}
