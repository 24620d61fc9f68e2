using System.Text;

namespace Attune.Evaluating.Datasets;

/// <summary>Cuts a line of CSV or TSV into fields, as RFC 4180 has it: quoted fields may hold delimiters, a doubled quote is one.</summary>
static class DelimitedLine
{
    static readonly char[] Delimiters = ['\t', ';', '|', ','];

    /// <summary>The delimiter that parts a header: of tab, semicolon, bar and comma the most frequent; comma where none is there.</summary>
    internal static char DelimiterOf(string header)
    {
        var best = Delimiters.MaxBy(delimiter => header.AsSpan().Count(delimiter));
        return header.Contains(best, StringComparison.Ordinal) ? best : ',';
    }

    /// <summary>Fills <paramref name="fields"/>; false where a quote is left open (a field over several lines is not supported).</summary>
    internal static bool TrySplit(string line, char delimiter, List<string> fields)
    {
        fields.Clear();
        var from = 0;
        while (true)
        {
            if (from < line.Length && line[from] == '"')
            {
                if (!TryQuoted(line, ref from, out var field))
                {
                    return false;
                }

                fields.Add(field);
                if (from < line.Length && line[from] != delimiter)
                {
                    return false;
                }
            }
            else
            {
                var end = line.IndexOf(delimiter, from);
                end = end < 0 ? line.Length : end;
                fields.Add(line[from..end].Trim());
                from = end;
            }

            if (from >= line.Length)
            {
                return true;
            }

            from++;
        }
    }

    static bool TryQuoted(string line, ref int from, out string field)
    {
        var text = new StringBuilder();
        for (var at = from + 1; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                text.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append('"');
                at++;
            }
            else
            {
                (field, from) = (text.ToString(), at + 1);
                return true;
            }
        }

        field = "";
        return false;
    }
}
