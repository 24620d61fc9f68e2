namespace Attune.Wording;

/// <summary>Finds the name that was probably meant.</summary>
static class Spelling
{
    const int Longest = 64;

    /// <summary>The nearest name by edits (Levenshtein, case aside), at most a third of its length away; null where none is.</summary>
    internal static string? Nearest(string written, IEnumerable<string> names)
    {
        if (written.Length > Longest)
        {
            return null;
        }

        var best = default(string);
        var least = int.MaxValue;
        foreach (var name in names)
        {
            if (name.Length > Longest)
            {
                continue;
            }

            var edits = Edits(written, name);
            if (edits <= Math.Max(1, Math.Min(written.Length, name.Length) / 3) && edits < least)
            {
                (best, least) = (name, edits);
            }
        }

        return best;
    }

    static int Edits(string left, string right)
    {
        Span<int> row = stackalloc int[right.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 0; line < left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line + 1;
            for (var column = 0; column < right.Length; column++)
            {
                var same = char.ToUpperInvariant(left[line]) == char.ToUpperInvariant(right[column]);
                var edits = Math.Min(Math.Min(row[column], row[column + 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[column + 1]) = (row[column + 1], edits);
            }
        }

        return row[^1];
    }
}
