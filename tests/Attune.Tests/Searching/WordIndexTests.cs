using System.Text;
using Attune.Catalog;
using Attune.Learning.Factors;
using Attune.Recommending.Candidates;
using Attune.Searching;

namespace Attune.Tests.Searching;

public class WordIndexTests
{
    static readonly string[] Words = ["red", "blue", "tent", "tents", "stove", "lamp", "large", "lamps"];

    [Fact]
    public void An_index_that_followed_every_write_answers_as_one_made_at_once()
    {
        var random = new Random(11);
        var (followed, texts, words) = (new WordIndex(), new string?[200], new ItemWords(new SearchSettings()));
        for (var round = 0; round < 120; round++)
        {
            var written = Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(200)).Distinct().Order().ToArray();
            foreach (var item in written)
            {
                texts[item] = random.Next(4) == 0 ? null : string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Words[random.Next(Words.Length)]));
            }

            followed.Put(written, Read, words);
        }

        var whole = new WordIndex();
        whole.Put([.. Enumerable.Range(0, 200)], Read, words);

        foreach (var text in new[] { "red tent", "lam", "large stove ", "tnets", "blue", "nothing of it " })
        {
            var (expected, found) = (Find(text, whole), Find(text, followed));
            Assert.Equal(expected.Select(item => item.Item), found.Select(item => item.Item));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4));
        }

        void Read(int item, ItemWords room) =>
            room.Read(texts[item] is { } text ? Encoding.UTF8.GetBytes($$"""{"name":"{{text}}","price":3,"url":"https://tent"}""") : []);
    }

    [Fact]
    public void A_score_is_the_formulas()
    {
        var (index, words) = (new WordIndex(), new ItemWords(new SearchSettings()));
        string[] texts = ["""{"name":"tent"}""", """{"description":"tent lamp lamp"}""", """{"name":"lamp"}"""];
        index.Put([0, 1, 2], (item, room) => room.Read(Encoding.UTF8.GetBytes(texts[item])), words);

        var found = Find("tent ", index);

        // Lengths 3, 3, 3; two of three items match: idf = ln(1 + 1.5 / 2.5). Item 0: w = 3; item 1: w = 1.
        var idf = Math.Log(1 + (1.5 / 2.5));
        Assert.Equal([0, 1], found.Select(item => item.Item));
        Assert.Equal(idf * 3 * 2.2 / (3 + 1.2), found[0].Score, 1e-5);
        Assert.Equal(idf * 1 * 2.2 / (1 + 1.2), found[1].Score, 1e-5);
    }

    static ScoredItem[] Find(string text, WordIndex index)
    {
        var (allowed, all) = (new AllowedItems(), new ItemSet(200));
        for (var item = 0; item < 200; item++)
        {
            all.Add(item);
        }

        allowed.Set(all);
        return TextScores.OfThread.Find(TextQuery.Of(text, index.View.Words), index.View, allowed, new ScoredItem[200]).ToArray();
    }
}
