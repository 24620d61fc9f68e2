namespace Attune.Embedded.Log;

/// <summary>A segment holds something other than what was committed, and not only at its torn end.</summary>
public sealed class LogCorruptException : IOException
{
    /// <summary>Says where and what.</summary>
    public LogCorruptException(string file, long position, uint expected, uint found, string reason)
        : base($"The log is corrupt in {file} at byte {position}: {reason} (checksum expected {expected:x8}, found {found:x8}).") =>
        (File, Position, Expected, Found) = (file, position, expected, found);

    /// <summary>The full path of the segment.</summary>
    public string File { get; }

    /// <summary>The byte at which the damaged header or batch begins.</summary>
    public long Position { get; }

    /// <summary>The checksum the file says its bytes have.</summary>
    public uint Expected { get; }

    /// <summary>The checksum they have; 0 where their length makes no sense.</summary>
    public uint Found { get; }
}
