using System.IO.Compression;
using System.Text;

namespace Attune.Tests.Evaluating;

/// <summary>A file of given text, gone when disposed.</summary>
sealed class TemporaryFile : IDisposable
{
    internal TemporaryFile(string text, bool gzip = false)
    {
        // The name says nothing about the content: readers look at the bytes.
        Path = System.IO.Path.GetTempFileName();
        using var file = File.Create(Path);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    internal string Path { get; }

    public void Dispose() => File.Delete(Path);
}
