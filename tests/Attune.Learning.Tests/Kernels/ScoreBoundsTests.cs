using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class ScoreBoundsTests
{
    [Fact]
    public void The_items_that_may_reach_a_score_are_those_of_the_definition()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var sums = Enumerable.Range(0, 64).Select(_ => random.Next(-100_000, 100_000)).ToArray();
            var rests = Enumerable.Range(0, 64).Select(_ => (float)random.Next(16)).ToArray();

            // Powers of two: both forms round to the same.
            var expected = ScoreBounds.Scalar(sums, 4096, 1f / 1024, rests, 2, trial - 100);

            Assert.Equal(expected, ScoreBounds.Reaching(sums, 4096, 1f / 1024, rests, 2, trial - 100));
        }
    }

    [Fact]
    public void A_bound_that_is_no_number_or_a_score_that_is_not_needed_lets_all_pass()
    {
        var (sums, rests) = (new int[64], new float[64]);
        Assert.Equal(ulong.MaxValue, ScoreBounds.Reaching(sums, 0, 1, rests, 1, float.NegativeInfinity));

        rests[5] = float.NaN;
        Assert.Equal(1UL << 5, ScoreBounds.Reaching(sums, 0, 1, rests, 1, 1));
    }
}
