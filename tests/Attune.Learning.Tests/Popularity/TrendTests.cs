using Attune.Learning.Evaluation;
using Attune.Learning.Popularity;

namespace Attune.Learning.Tests.Popularity;

public class TrendTests
{
    [Fact]
    public void The_trend_is_what_was_seen_lately_over_what_the_long_term_led_to_expect()
    {
        // Half-life 10, now 10: item 0 at 0 and 10 counts 0.5 + 1, item 1 at 0 and 0 counts 1. R/N = 2.5/4 = 0.625.
        // trend(0) = (1.5 + 1)/(0.625·2 + 1), trend(1) = (1 + 1)/(0.625·2 + 1); item 2 has none: 1/1.
        var trend = Trend.Train(3, [0, 1, 1, 0], [0, 0, 0, 10], nowMicros: 10, halfLifeMicros: 10, prior: 1);

        Assert.Equal(2.5 / 2.25, trend[0], 1e-6);
        Assert.Equal(2 / 2.25, trend[1], 1e-6);
        Assert.Equal(1, trend[2], 1e-6);
    }

    [Fact]
    public void Scores_above_0_are_multiplied_and_the_rest_stays()
    {
        var scores = new float[3];

        new TrendScorer(new PopularityScorer("popular", [2, 0, 3]), [4, 4, 0.25f], 0.5f).Score(default, scores);

        Assert.Equal([4f, float.NegativeInfinity, 1.5f], scores);
    }
}
