using Attune.Learning.Online;

namespace Attune.Learning.Tests.Online;

public sealed class ClusteredRatioTests
{
    [Fact]
    public void With_weights_of_target_over_propensity_it_is_snips()
    {
        LoggedChoice[] choices = [new(0.8, 0, 1), new(0.2, 1, 1), new(0.2, 1, 0), new(0.5, 0.5, 1)];
        var ratio = new ClusteredRatio();
        for (var n = 0; n < choices.Length; n++)
        {
            ratio.Add(n, choices[n].Target / choices[n].Propensity, choices[n].Reward);
        }

        Assert.Equal(OffPolicy.Snips(choices), ratio.Value, 1e-12);
        Assert.Equal(3, ratio.Counted);
    }

    // Groups 0 and 1 of two choices each, all of weight 1: rewards 1, 1 and 0, 0. Value 0.5; influences +1/4 and −1/4 of the
    // weight 4, so the error is sqrt(2 / 1 * (1/16 + 1/16)) = 0.5. As four groups of one it would be sqrt(4 / 3 * 4 / 64).
    [Fact]
    public void Choices_of_one_group_count_as_one_of_chance()
    {
        var (grouped, alone) = (new ClusteredRatio(), new ClusteredRatio());
        for (var n = 0; n < 4; n++)
        {
            grouped.Add(n / 2, 1, n < 2 ? 1 : 0);
            alone.Add(n, 1, n < 2 ? 1 : 0);
        }

        Assert.Equal((0.5, 0.5 - (1.96 * 0.5)), (grouped.Estimate.Mean, grouped.Estimate.Low));
        Assert.Equal(0.5 + (1.96 * Math.Sqrt(1.0 / 12)), alone.Estimate.High, 1e-12);
    }

    [Fact]
    public void What_two_share_falls_out_of_their_difference()
    {
        var (first, second) = (new ClusteredRatio(), new ClusteredRatio());
        for (var n = 0; n < 10; n++)
        {
            first.Add(n, 1, n + 0.5);
            second.Add(n, 1, n);
        }

        var difference = first.Less(second);
        Assert.Equal(0.5, difference.Mean, 1e-12);
        Assert.Equal(0, difference.High - difference.Low, 1e-12);
    }

    [Fact]
    public void Of_nothing_it_is_nothing() => Assert.Equal(0, new ClusteredRatio().Estimate.High);
}
