using Attune.Learning.Metrics;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Metrics;

public class CatalogMetricsTests
{
    [Fact]
    public void Coverage_is_the_share_of_items_in_any_list()
    {
        var first = new CatalogCoverage(10);
        first.Add([1, 2, 3]);
        var second = new CatalogCoverage(10);
        second.Add([3, 4]);
        first.Add(second);

        Assert.Equal(4.0 / 10, first.Value, 1e-12);
    }

    [Fact]
    public void Coverage_of_no_items_is_0() => Assert.Equal(0, new CatalogCoverage(0).Value);

    [Fact]
    public void Novelty_is_mean_self_information_in_bits()
    {
        // 8 users; item 0 has 8 takers: 0 bits; item 1 has 2: log2(8/2) = 2 bits; their mean is 1.
        var novelty = Novelty.From([8, 2, 0], 8);

        Assert.Equal(1, novelty.At(2, [0, 1]), 1e-12);
        Assert.Equal(2, novelty.At(1, [1, 0]), 1e-12);
    }

    [Fact]
    public void An_item_nobody_took_up_is_as_novel_as_one_that_one_user_took_up() =>
        Assert.Equal(3, Novelty.From([8, 2, 0], 8).Of(2), 1e-12);

    [Fact]
    public void A_user_who_takes_an_item_up_twice_counts_once_and_one_without_liking_not_at_all()
    {
        var train = Interactions.Sorted(3, 2, [0, 0, 1, 2], [0, 0, 1, 0], [1, 2, 3, 4], [1, 1, 1, 0]);

        var novelty = Novelty.From(train);

        // Users 0 and 1 took something up; item 0 has one taker of two: 1 bit.
        Assert.Equal(1, novelty.Of(0), 1e-12);
    }

    [Fact]
    public void An_empty_list_has_no_novelty() => Assert.Equal(0, Novelty.From([1], 1).At(20, []));
}
