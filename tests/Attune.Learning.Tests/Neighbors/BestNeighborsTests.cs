using Attune.Learning.Neighbors;

namespace Attune.Learning.Tests.Neighbors;

public class BestNeighborsTests
{
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(3, 2)]
    [InlineData(7, 28)]
    [InlineData(10, 5000)]
    public void The_best_are_kept_whatever_the_order_of_the_offers(int k, int offers)
    {
        var random = new Random(11);
        var scores = new float[offers];
        var best = new BestNeighbors(k);
        for (var item = 0; item < offers; item++)
        {
            // Few distinct scores, so that ties abound.
            scores[item] = 1 + random.Next(20);
        }

        foreach (var item in Enumerable.Range(0, offers).OrderBy(item => (item * 7919) % offers))
        {
            best.Offer(item, scores[item]);
        }

        var (items, kept) = (new int[k], new float[k]);
        var count = best.Write(items, kept);

        var expected = Enumerable.Range(0, offers).OrderByDescending(item => scores[item]).ThenBy(item => item).Take(k).ToArray();
        Assert.Equal(expected, items[..count]);
        Assert.Equal(expected.Select(item => scores[item]), kept[..count]);
    }

    [Fact]
    public void Cleared_it_remembers_nothing()
    {
        var best = new BestNeighbors(2);
        for (var item = 0; item < 100; item++)
        {
            best.Offer(item, 100 + item);
        }

        best.Clear();
        best.Offer(5, 0.5f);

        Assert.Equal(1, best.Write(new int[2], new float[2]));
    }
}
