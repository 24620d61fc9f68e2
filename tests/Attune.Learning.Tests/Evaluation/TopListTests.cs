using Attune.Learning.Evaluation;

namespace Attune.Learning.Tests.Evaluation;

public class TopListTests
{
    [Fact]
    public void Every_length_gives_what_a_full_sort_gives()
    {
        var random = new Random(2);
        for (var length = 0; length < 200; length++)
        {
            // Few distinct scores, so that ties abound; some items are left out.
            var scores = Enumerable.Range(0, length)
                .Select(_ => random.Next(5) == 0 ? float.NegativeInfinity : random.Next(9)).ToArray();
            var (best, kept) = (new int[10], new float[10]);

            var count = TopList.Take(scores, best, kept);

            var expected = Enumerable.Range(0, length).Where(item => scores[item] > float.NegativeInfinity)
                .OrderByDescending(item => scores[item]).ThenBy(item => item).Take(10);
            Assert.Equal(expected, best[..count]);
        }
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_left_out()
    {
        var best = new int[3];

        Assert.Equal(2, TopList.Take([1, float.NaN, 2], best, new float[3]));
        Assert.Equal([2, 0], best[..2]);
    }
}
