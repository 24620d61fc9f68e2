namespace Attune.Server.Problems;

/// <summary>Finds what was probably meant by a name that does not exist.</summary>
static class NearestName
{
    const int LongestName = 40;

    /// <summary>The name at the smallest edit distance, where that is at most 2 and less than half the name; else null.</summary>
    public static string? Of(string given, IEnumerable<string> names)
    {
        if (given.Length > LongestName)
        {
            return null;
        }

        string? nearest = null;
        var smallest = Math.Min(2, (given.Length - 1) / 2);
        foreach (var name in names)
        {
            var distance = Distance(given, name);
            if (distance <= smallest)
            {
                nearest = name;
                smallest = distance - 1;
            }
        }

        return nearest;
    }

    // Levenshtein's distance by rows, letters compared without case.
    static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
