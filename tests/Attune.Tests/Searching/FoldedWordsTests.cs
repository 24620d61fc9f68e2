using Attune.Searching;

namespace Attune.Tests.Searching;

public class FoldedWordsTests
{
    [Theory]
    [InlineData("Crêpe-Pan, XL", "crepe pan xl")]
    [InlineData("STRASSE straße Ærø Łódź", "strasse strasse aero lodz")]
    [InlineData("ﬁne ２４cm", "fine 24cm")]
    [InlineData("寿司 pan", "寿 司 pan")]
    [InlineData("\ud800a", "a")]
    [InlineData("?! ...", "")]
    [InlineData("", "")]
    public void Words_are_compared_without_case_marks_and_signs(string text, string expected)
    {
        var words = new List<string>();
        FoldedWords.Add(text, words, 100);

        Assert.Equal(expected, string.Join(' ', words));
    }

    [Fact]
    public void Not_more_words_are_taken_than_are_asked_for_and_none_is_longer_than_it_may_be()
    {
        var words = new List<string>();
        FoldedWords.Add("a b c d", words, 2);
        FoldedWords.Add(new string('x', 500), words, 3);

        Assert.Equal(["a", "b", new string('x', FoldedWords.Longest)], words);
    }

    [Fact]
    public void One_mistake_is_what_the_table_of_edit_distances_says()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var (left, right) = (Word(random), Word(random));

            Assert.Equal(Distance(left, right) <= 1, EditDistance.IsAtMostOne(left, right));
        }

        static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(0, 5)).Select(_ => (char)('a' + random.Next(3))));
    }

    // Optimal string alignment, cell by cell.
    static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }
}
