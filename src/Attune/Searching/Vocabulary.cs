namespace Attune.Searching;

/// <summary>All words there are, in order, with their numbers. Immutable.</summary>
/// <param name="words">Ascending by UTF-16 code units.</param>
/// <param name="numbers">By place in <paramref name="words"/>.</param>
sealed class Vocabulary(string[] words, int[] numbers)
{
    /// <summary>No word at all.</summary>
    public static Vocabulary Empty { get; } = new([], []);

    /// <summary>The number of a word; −1 where nobody wrote it.</summary>
    public int Find(string word) => Array.BinarySearch(words, word, StringComparer.Ordinal) is var at and >= 0 ? numbers[at] : -1;

    /// <summary>Words that begin like this, the shortest first, without the word itself.</summary>
    public void AddBeginning(string beginning, int most, List<(int Number, int Length)> found)
    {
        var at = Array.BinarySearch(words, beginning, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at + 1; at < words.Length && words[at].StartsWith(beginning, StringComparison.Ordinal); at++)
        {
            found.Add((numbers[at], words[at].Length));
        }

        if (found.Count > most)
        {
            found.Sort(static (left, right) => left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.Number.CompareTo(right.Number));
            found.RemoveRange(most, found.Count - most);
        }
    }

    /// <summary>Words that are this one but for one mistake of typing. Cost: a look at every word, some 10 ns each.</summary>
    public void AddMistyped(string word, int most, List<(int Number, int Length)> found)
    {
        for (var at = 0; at < words.Length && found.Count < most; at++)
        {
            if (EditDistance.IsAtMostOne(word, words[at]))
            {
                found.Add((numbers[at], words[at].Length));
            }
        }
    }

    /// <summary>The same with words more. Cost: a merge of both.</summary>
    public Vocabulary With(List<string> added, Dictionary<string, int> numberOf)
    {
        added.Sort(StringComparer.Ordinal);
        var (nextWords, nextNumbers) = (new string[words.Length + added.Count], new int[words.Length + added.Count]);
        var (old, fresh) = (0, 0);
        for (var at = 0; at < nextWords.Length; at++)
        {
            if (fresh == added.Count || (old < words.Length && string.CompareOrdinal(words[old], added[fresh]) < 0))
            {
                (nextWords[at], nextNumbers[at]) = (words[old], numbers[old]);
                old++;
            }
            else
            {
                (nextWords[at], nextNumbers[at]) = (added[fresh], numberOf[added[fresh]]);
                fresh++;
            }
        }

        return new Vocabulary(nextWords, nextNumbers);
    }
}
