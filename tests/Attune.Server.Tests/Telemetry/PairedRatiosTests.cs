using Attune.Load.Telemetry;

namespace Attune.Server.Tests.Telemetry;

public class PairedRatiosTests
{
    [Theory]
    [InlineData(6, 1, 6)]
    [InlineData(12, 3, 10)]
    [InlineData(20, 6, 15)]
    public void The_interval_is_between_the_ranks_that_a_table_of_the_sign_test_has(int pairs, int from, int to)
    {
        var ratios = new PairedRatios(Enumerable.Range(1, pairs).Reverse().Select(rank => (double)rank));

        Assert.Equal((from, to), ratios.Interval);
        Assert.Equal((pairs + 1) / 2.0, ratios.Median);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Below_six_pairs_nothing_is_sure(int pairs) =>
        Assert.Equal((0, double.PositiveInfinity), new PairedRatios(Enumerable.Repeat(1.0, pairs)).Interval);
}
