using Attune.Learning.Evaluation;

namespace Attune.Learning.Tests.Evaluation;

public class BootstrapTests
{
    [Fact]
    public void The_interval_is_near_that_of_the_normal_approximation()
    {
        // 400 zeros and 400 ones: the standard error of the mean is 0.5/√800 = 0.01768; 1.96 of them are 0.0346.
        var values = Enumerable.Range(0, 800).Select(n => n % 2 == 0 ? 0.0 : 1.0).ToArray();

        var estimate = Bootstrap.Mean(values, [], 2000, seed: 1);

        Assert.Equal(0.5, estimate.Mean, 1e-12);
        Assert.Equal(0.5 - 0.0346, estimate.Low, 0.004);
        Assert.Equal(0.5 + 0.0346, estimate.High, 0.004);
    }

    [Fact]
    public void Grouped_questions_are_drawn_together_and_the_interval_is_wider()
    {
        // 40 groups of 10 equal values: as little known as from 40 single ones.
        var values = Enumerable.Range(0, 400).Select(n => (n / 10) % 2 == 0 ? 0.0 : 1.0).ToArray();
        var groups = Enumerable.Range(0, 400).Select(n => n / 10).ToArray();

        var single = Bootstrap.Mean(values, [], 1000, seed: 1);
        var grouped = Bootstrap.Mean(values, groups, 1000, seed: 1);

        Assert.True(grouped.High - grouped.Low > 2 * (single.High - single.Low));
    }

    [Fact]
    public void The_seed_alone_decides_the_interval()
    {
        var values = Enumerable.Range(0, 100).Select(n => Math.Sin(n)).ToArray();

        Assert.Equal(Bootstrap.Mean(values, [], 500, seed: 3, threads: 1), Bootstrap.Mean(values, [], 500, seed: 3, threads: 4));
        Assert.NotEqual(Bootstrap.Mean(values, [], 500, seed: 3), Bootstrap.Mean(values, [], 500, seed: 4));
    }

    [Fact]
    public void A_difference_of_paired_values_is_judged_by_the_pairs()
    {
        // The second is always better by 0.01, though the values scatter by far more.
        var first = Enumerable.Range(0, 200).Select(n => (double)(n % 7)).ToArray();
        var second = Array.ConvertAll(first, value => value + 0.01);

        var difference = Bootstrap.Difference(second, first, [], 500, seed: 1);

        Assert.True(difference.Low > 0);
        Assert.Equal(0.01, difference.Mean, 1e-9);
    }
}
