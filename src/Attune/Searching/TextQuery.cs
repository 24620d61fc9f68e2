namespace Attune.Searching;

/// <summary>What somebody typed, as groups of words of the index: an item matches a group by any of its words.</summary>
sealed class TextQuery
{
    /// <summary>Longest text, in UTF-8 bytes.</summary>
    public const int MostBytes = 512;

    /// <summary>Most words; what comes after is passed over.</summary>
    public const int MostWords = 16;

    const int MostBeginnings = 64;
    const int MostMistyped = 16;

    /// <summary>From so many letters on a word may be mistyped: below, one letter makes another word of most.</summary>
    const int ShortestMistyped = 5;

    const float MistypedFactor = 0.5f;

    TextQuery(List<(int Number, float Factor)[]> groups) => Groups = groups;

    /// <summary>By word typed: the words it stands for, and what a match of each is worth, above 0 to 1.</summary>
    public IReadOnlyList<(int Number, float Factor)[]> Groups { get; }

    /// <summary>
    /// Reads what was typed. The last word is taken as a beginning too, unless a space follows it; a word that nobody wrote stands
    /// for those that are one mistake of typing away.
    /// </summary>
    public static TextQuery Of(string text, Vocabulary vocabulary)
    {
        var words = new List<string>();
        FoldedWords.Add(text, words, MostWords);
        var groups = new List<(int, float)[]>();
        for (var n = 0; n < words.Count; n++)
        {
            groups.Add(GroupOf(words[n], n == words.Count - 1 && char.IsLetterOrDigit(text[^1]), vocabulary));
        }

        return new TextQuery(groups);
    }

    static (int, float)[] GroupOf(string word, bool isBeginning, Vocabulary vocabulary)
    {
        var group = new List<(int, float)>();
        if (vocabulary.Find(word) is >= 0 and var number)
        {
            group.Add((number, 1));
        }

        var others = new List<(int Number, int Length)>();
        if (isBeginning)
        {
            vocabulary.AddBeginning(word, MostBeginnings, others);
            group.AddRange(others.Select(other => (other.Number, 0.9f * word.Length / other.Length)));
        }

        if (group.Count == 0 && word.Length >= ShortestMistyped)
        {
            others.Clear();
            vocabulary.AddMistyped(word, MostMistyped, others);
            group.AddRange(others.Select(other => (other.Number, MistypedFactor)));
        }

        return [.. group];
    }
}
