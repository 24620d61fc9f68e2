namespace Attune.Searching;

/// <summary>Whether two words are the same but for one mistake of typing.</summary>
static class EditDistance
{
    /// <summary>True where one letter is missing, too many or another, or two neighbours are exchanged; also for the same word.</summary>
    /// <remarks>Damerau-Levenshtein distance at most 1. Cost: one pass from either end.</remarks>
    public static bool IsAtMostOne(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (Math.Abs(left.Length - right.Length) > 1)
        {
            return false;
        }

        var same = left.CommonPrefixLength(right);
        left = left[same..];
        right = right[same..];
        if (left.Length == right.Length)
        {
            return left.Length < 2
                || left[1..].SequenceEqual(right[1..])
                || (left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]));
        }

        return left.Length > right.Length ? left[1..].SequenceEqual(right) : left.SequenceEqual(right[1..]);
    }
}
