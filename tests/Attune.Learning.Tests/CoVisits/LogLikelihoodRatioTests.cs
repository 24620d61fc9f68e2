using Attune.Learning.CoVisits;

namespace Attune.Learning.Tests.CoVisits;

public class LogLikelihoodRatioTests
{
    [Theory]
    [InlineData(1, 1, 1, 2)]
    [InlineData(10, 10, 10, 20)]
    public void Things_that_only_come_together_have_two_ln_two_for_each_user(int both, int first, int second, int all)
    {
        // Four cells: both and neither hold half each, expected a quarter each: 2 · all · ln 2.
        Assert.Equal(2 * all * Math.Log(2), LogLikelihoodRatio.Of(both, first, second, all), 1e-9);
    }

    [Fact]
    public void A_worked_table_comes_out()
    {
        // 3 with both, 2 the first only, 1 the second only, 14 neither; expected 1, 4, 3, 12.
        var expected = 2 * ((3 * Math.Log(3 / 1.0)) + (2 * Math.Log(2 / 4.0)) + Math.Log(1 / 3.0) + (14 * Math.Log(14 / 12.0)));

        Assert.Equal(expected, LogLikelihoodRatio.Of(3, 5, 4, 20), 1e-9);
    }

    [Theory]
    [InlineData(2, 4, 5, 10)]
    [InlineData(1, 4, 5, 10)]
    [InlineData(0, 0, 5, 10)]
    public void Meeting_no_more_often_than_chance_is_worth_nothing(int both, int first, int second, int all) =>
        Assert.Equal(0, LogLikelihoodRatio.Of(both, first, second, all));

    [Fact]
    public void Counts_that_contradict_each_other_are_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => LogLikelihoodRatio.Of(5, 4, 6, 10));

        Assert.Contains("Of 10, 4 have the first, 6 the second and 5 both", fault.Message, StringComparison.Ordinal);
    }
}
