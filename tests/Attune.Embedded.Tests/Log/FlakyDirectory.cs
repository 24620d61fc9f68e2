using Attune.Embedded.Log;

namespace Attune.Embedded.Tests.Log;

/// <summary>A real directory on a disk that can be full, fail and stall as a test says, and that counts flushes of files.</summary>
sealed class FlakyDirectory(string path) : ISegmentDirectory
{
    readonly DiskDirectory _inner = new(path);

    /// <summary>How many bytes the disk still takes; a write beyond it is cut short and fails.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    public bool FlushFails { get; set; }

    public bool TruncateFails { get; set; }

    /// <summary>Flushes wait for it where it is set.</summary>
    public SemaphoreSlim? FlushGate { get; set; }

    public int Flushes { get; private set; }

    /// <summary>Writes that wait at the gate or have passed it.</summary>
    public int Writes { get; private set; }

    public IReadOnlyList<string> List() => _inner.List();

    public string PathOf(string name) => _inner.PathOf(name);

    public ISegmentFile Create(string name) => new FlakyFile(this, _inner.Create(name));

    public ISegmentFile Open(string name, bool writable) => new FlakyFile(this, _inner.Open(name, writable));

    public void Rename(string from, string to) => _inner.Rename(from, to);

    public void Delete(string name) => _inner.Delete(name);

    public void Flush() => _inner.Flush();

    public void Dispose() => _inner.Dispose();

    sealed class FlakyFile(FlakyDirectory disk, ISegmentFile inner) : ISegmentFile
    {
        public long Length => inner.Length;

        public int Read(Span<byte> into, long position) => inner.Read(into, position);

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            disk.Writes++;
            var fitting = (int)Math.Min(bytes.Length, disk.FreeBytes);
            inner.Write(bytes[..fitting], position);
            disk.FreeBytes -= fitting;
            if (fitting < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Flush()
        {
            disk.FlushGate?.Wait();
            disk.Flushes++;
            if (disk.FlushFails)
            {
                throw new IOException("Input/output error");
            }

            inner.Flush();
        }

        public void Truncate(long length)
        {
            if (disk.TruncateFails)
            {
                throw new IOException("Input/output error");
            }

            inner.Truncate(length);
        }

        public void Dispose() => inner.Dispose();
    }
}
