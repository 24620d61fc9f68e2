using Attune.Catalog;
using Attune.Learning.Factors;
using Attune.Live;
using Attune.Recommending.Candidates;
using Attune.Tests.Live;

namespace Attune.Tests.Recommending.Candidates;

public sealed class TrendingItemsTests
{
    const int Items = 5_000;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 10)]
    [InlineData(3, 1_000)]
    public void The_best_of_the_trend_are_those_a_scan_of_every_item_finds(int seed, int oneIn)
    {
        var random = new Random(seed);
        var overlay = new Overlay(new LiveSettings(), 1);
        for (var batch = 0; batch < 40; batch++)
        {
            for (var n = 0; n < 400; n++)
            {
                // Few items are taken up much, most hardly ever; the stream moves on so far that landmarks move.
                var item = (int)(Items * Math.Pow(random.NextDouble(), 3));
                var time = Happenings.Start.Plus(TimeSpan.FromMinutes((batch * 60) + random.Next(60)));
                overlay.Trending.Add(item, time, 1 + random.Next(5));
            }

            overlay.Trending.Publish();
        }

        var allowed = Allowed(random, oneIn);
        foreach (var view in overlay.Trending.Views)
        {
            var scanned = new BestItems(new ScoredItem[30]);
            DenseScan.Offer(view.Values, allowed, ref scanned);
            Assert.Equal(scanned.InOrder().ToArray(), TrendingItems.Best(view, allowed, new ScoredItem[30]).ToArray());
        }
    }

    static AllowedItems Allowed(Random random, int oneIn)
    {
        var set = new ItemSet(Items);
        for (var item = 0; item < Items; item++)
        {
            if (random.Next(oneIn) == 0)
            {
                set.Bits[item >> 6] |= 1UL << (item & 63);
            }
        }

        var allowed = new AllowedItems();
        allowed.Set(set);
        return allowed;
    }
}
