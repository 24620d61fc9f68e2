using System.Globalization;
using System.Text;

namespace Attune.Searching;

/// <summary>Cuts a text into words as a search compares them: lower case, without diacritics, letters and digits only.</summary>
/// <remarks>
/// How letters are compared is said by <see cref="FoldedLetters"/>; marks that stand after their letter are passed over. A letter of a
/// script that writes no spaces (Han, kana) is a word of its own.
/// </remarks>
static class FoldedWords
{
    /// <summary>A word is cut here, in characters.</summary>
    public const int Longest = 48;

    /// <summary>Adds the words of a text, in their order.</summary>
    /// <param name="text">Any text; half surrogate pairs count as spaces.</param>
    /// <param name="words">Takes them.</param>
    /// <param name="most">Not more than so many in <paramref name="words"/>.</param>
    public static void Add(string text, List<string> words, int most)
    {
        var word = new StringBuilder();
        foreach (var letter in text)
        {
            var category = char.GetUnicodeCategory(letter);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                continue;
            }

            var isWord = char.IsLetterOrDigit(letter) || category is UnicodeCategory.LetterNumber;
            var isWhole = StandsAlone(letter);
            if ((!isWord || isWhole) && !End(word, words, most))
            {
                return;
            }

            if (isWord)
            {
                FoldedLetters.Append(letter, word);
                if (isWhole && !End(word, words, most))
                {
                    return;
                }
            }
        }

        End(word, words, most);
    }

    static bool StandsAlone(char letter) => letter is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff';

    static bool End(StringBuilder word, List<string> words, int most)
    {
        if (word.Length > 0)
        {
            if (words.Count == most)
            {
                return false;
            }

            words.Add(word.ToString(0, Math.Min(word.Length, Longest)));
            word.Clear();
        }

        return true;
    }
}
