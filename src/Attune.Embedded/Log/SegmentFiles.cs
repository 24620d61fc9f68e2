using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>Begins segment files, so that one is there whole or not at all.</summary>
static class SegmentFiles
{
    /// <summary>What an unfinished segment's name ends with; such files are deleted at start.</summary>
    public const string UnfinishedSuffix = ".new";

    /// <summary>
    /// Begins the segment at an offset, in place of an empty one there: header into a file of another name, flush, rename,
    /// flush the directory. At every instant the log's newest offset can be told from the names that stand.
    /// </summary>
    /// <exception cref="IOException">The disk is full or failed. The segment may be there, empty; try again.</exception>
    public static ISegmentFile Begin(ISegmentDirectory directory, long baseOffset, EventTime now)
    {
        var name = SegmentHeader.NameOf(baseOffset);
        var unfinished = name + UnfinishedSuffix;
        var file = directory.Create(unfinished);
        try
        {
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            new SegmentHeader(baseOffset, now).Write(header);
            file.Write(header, 0);
            file.Flush();
            directory.Rename(unfinished, name);
            directory.Flush();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
