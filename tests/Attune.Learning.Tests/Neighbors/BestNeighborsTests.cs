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

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Scores_of_any_size_are_ordered(int k)
    {
        var random = new Random(12);

        // From the least float there is to the greatest, and thousands within one part in a million.
        var scores = Enumerable.Range(0, 4_000)
            .Select(n => BitConverter.UInt32BitsToSingle(n % 2 == 0 ? (uint)random.Next(1, 0x7F800000) : 0x3F800000u + (uint)random.Next(12)))
            .ToArray();
        var best = new BestNeighbors(k);
        for (var item = 0; item < scores.Length; item++)
        {
            best.Offer(item, scores[item]);
        }

        var (items, kept) = (new int[k], new float[k]);
        var count = best.Write(items, kept);

        var expected = Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item]).ThenBy(item => item).Take(k);
        Assert.Equal(expected, items[..count]);
    }

    [Fact]
    public void What_is_no_positive_number_is_passed_over()
    {
        var best = new BestNeighbors(9);
        float[] scores = [0, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue, -0f];
        for (var item = 0; item < scores.Length; item++)
        {
            best.Offer(item, scores[item]);
        }

        var items = new int[9];
        Assert.Equal(2, best.Write(items, new float[9]));
        Assert.Equal([6, 5], items[..2]);
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
