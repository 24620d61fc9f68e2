using System.IO.Compression;
using System.Text;

namespace Attune.Evaluating.Datasets;

/// <summary>The lines of a text file, plain or gzip (told by its first two bytes), with their numbers; blank lines are passed over.</summary>
static class TextLines
{
    internal static IEnumerable<(int Number, string Text)> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DatasetException(path, 0, "there is no such file.");
        }

        using var file = File.OpenRead(path);
        var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream stream = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false));
        var number = 0;
        while (ReadLine(reader, path, number) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, line);
            }
        }
    }

    static string? ReadLine(StreamReader reader, string path, int number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException damage)
        {
            throw new DatasetException(path, number + 1, $"the compressed data is damaged: {damage.Message}");
        }
    }
}
