using System.Runtime.InteropServices;

namespace Attune.Embedded.Files;

/// <summary>
/// Makes the entries of a directory durable: after a file is created, renamed or deleted, its name survives a power cut
/// only once the directory itself has been flushed. The framework opens no directories, hence the three calls.
/// </summary>
static partial class DirectoryFlush
{
    const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux

    /// <summary>Flushes a directory; does nothing where the system keeps its entries durable by itself (Windows, macOS).</summary>
    /// <exception cref="IOException">The system refused; the message has its error number.</exception>
    public static void Of(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(directory, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw Failure("opened", directory);
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw Failure("flushed", directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failure(string what, string directory) =>
        new($"The directory {directory} could not be {what}: error {Marshal.GetLastPInvokeError()}, {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
