using System.Globalization;

namespace Attune.Cluster.Spool;

/// <summary>How far the spool has been moved: one number in a file, replaced whole and flushed.</summary>
sealed class SpoolPosition(string file)
{
    /// <summary>The number kept; 0 where there is none.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public long Read()
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        var text = File.ReadAllText(file);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset
            : throw new InvalidDataException($"{file} holds '{(text.Length <= 40 ? text : text[..40])}'; it must be an offset.");
    }

    /// <summary>Keeps a number; durable when it returns.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public void Write(long offset)
    {
        using (var next = File.Create(file + ".new"))
        {
            next.Write(System.Text.Encoding.ASCII.GetBytes(offset.ToString(CultureInfo.InvariantCulture)));
            next.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
    }
}
