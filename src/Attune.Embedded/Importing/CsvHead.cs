using System.IO.Compression;
using System.Text;

namespace Attune.Embedded.Importing;

/// <summary>The delimiter and the columns of a CSV file, from its first line: a broken line further down does not confuse it.</summary>
/// <param name="Delimiter">One character.</param>
/// <param name="Columns">The names, each once; column0, column1, … where there is no header.</param>
sealed record CsvHead(string Delimiter, IReadOnlyList<string> Columns)
{
    const int LongestLine = 1 << 20;
    const string Delimiters = ",;\t|";

    /// <summary>Reads the first line.</summary>
    /// <exception cref="ImportException">The file is empty, or its first line does not end within a million characters.</exception>
    public static CsvHead Read(string path, bool header, string? delimiter)
    {
        var line = FirstLine(path);
        delimiter ??= Delimiters.MaxBy(candidate => Split(line, candidate).Count).ToString();
        if (delimiter.Length != 1)
        {
            throw new ImportException($"The delimiter '{delimiter}' is not one character.");
        }

        var cells = Split(line, delimiter[0]);
        return new CsvHead(delimiter, header ? Unique(cells) : [.. cells.Select((_, column) => $"column{column}")]);
    }

    static string FirstLine(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = new StringBuilder();
        for (var letter = reader.Read(); letter is not -1 and not '\n'; letter = reader.Read())
        {
            if (line.Length == LongestLine)
            {
                throw new ImportException($"{path}: the first line is longer than {LongestLine} characters; this is no CSV file.");
            }

            line.Append((char)letter);
        }

        return line.Length > 0 ? line.ToString().TrimEnd('\r') : throw new ImportException($"{path} is empty.");
    }

    static List<string> Split(string line, char delimiter)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == delimiter && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }

    static List<string> Unique(List<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var column = 0; column < names.Count; column++)
        {
            var name = names[column].Length == 0 ? $"column{column}" : names[column];
            names[column] = seen.Add(name) ? name : $"{name}_{column}";
            seen.Add(names[column]);
        }

        return names;
    }
}
