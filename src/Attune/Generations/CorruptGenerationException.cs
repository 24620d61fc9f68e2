using System.Globalization;

namespace Attune.Generations;

/// <summary>A generation's file is not what it should be: it is not used, and the message says where it breaks.</summary>
/// <param name="file">The file's path.</param>
/// <param name="offset">The byte at which it breaks, from 0.</param>
/// <param name="reason">What is wrong there, with the figures.</param>
public sealed class CorruptGenerationException(string file, long offset, string reason)
    : IOException(string.Create(CultureInfo.InvariantCulture, $"{file} is corrupt at byte {offset}: {reason}"))
{
    /// <summary>The file's path.</summary>
    public string File { get; } = file;

    /// <summary>The byte at which it breaks, from 0.</summary>
    public long Offset { get; } = offset;

    /// <summary>What is wrong there.</summary>
    public string Reason { get; } = reason;
}
