using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class PositiveSharesTests
{
    public static TheoryData<int> Lengths => Numbers.Lengths();

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Best_and_sum_agree_with_their_definitions(int length)
    {
        var scores = WithOddOnes(Numbers.Uniform(length, 1));
        var (expected, found) = (Numbers.Uniform(length, 2), Numbers.Uniform(length, 2));

        PositiveShares.ScalarAdd(scores, 0.7f, 1.5f, expected);
        PositiveShares.Add(scores, 0.7f, 1.5f, found);

        Assert.Equal(PositiveShares.ScalarBest(scores), PositiveShares.Best(scores));
        Numbers.AssertClose(expected, found, 1e-6f);
    }

    [Fact]
    public void Only_finite_scores_above_0_count()
    {
        float[] scores = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1, 0, 2, 4];
        var total = new float[scores.Length];

        PositiveShares.Add(scores, PositiveShares.Best(scores), 3, total);

        Assert.Equal([0, 0, 0, 0, 0, 1.5f, 3], total);
        Assert.Equal(0, PositiveShares.Best([float.NaN, -2]));
    }

    static float[] WithOddOnes(float[] scores)
    {
        for (var n = 0; n < scores.Length; n += 7)
        {
            scores[n] = (n % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
        }

        return scores;
    }
}
