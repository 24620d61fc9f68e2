using Attune.Learning.Evaluation;
using Attune.Learning.Neighbors;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Evaluation;

public class ScorerTests
{
    // Item 0 → 2 (0.5), 3 (0.25); item 1 → 2 (0.125).
    static readonly NeighborLists Lists = new(
        4, 2, new[] { 2, 3, 2, -1, -1, -1, -1, -1 }, new[] { 0.5f, 0.25f, 0.125f, 0, 0, 0, 0, 0 });

    [Fact]
    public void Item_to_item_sums_the_lists_of_the_history_and_says_nothing_of_the_rest()
    {
        var scores = Score(new HistoryWeights());

        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, 0.625f, 0.25f], scores);
    }

    [Fact]
    public void Recency_weighs_an_item_down_for_each_more_recent_one()
    {
        // Item 0 is one back: 0.5·0.5 + 0.125, and 0.5·0.25.
        Assert.Equal([0.375f, 0.125f], Score(new() { Recency = 0.5f })[2..]);
    }

    [Fact]
    public void A_half_life_weighs_an_item_by_its_age()
    {
        // Item 0 is 20 older than item 1, two half-lives: 0.25·0.5 + 0.125, and 0.25·0.25.
        Assert.Equal([0.25f, 0.0625f], Score(new() { HalfLife = 10 })[2..]);
    }

    [Fact]
    public void Strength_counts_as_far_as_its_exponent_says()
    {
        // Strengths 4 and 1, square roots 2 and 1: 2·0.5 + 0.125, and 2·0.25.
        Assert.Equal([1.125f, 0.5f], Score(new() { StrengthExponent = 0.5f })[2..]);
    }

    [Fact]
    public void An_item_without_popularity_is_never_listed()
    {
        var scores = new float[2];

        new PopularityScorer("popular", [0, 3]).Score(default, scores);

        Assert.Equal([float.NegativeInfinity, 3f], scores);
    }

    static float[] Score(HistoryWeights weights)
    {
        var scores = new float[4];
        new NeighborScorer(Lists, weights).Score(new History([0, 1], [4, 1], [0, 20]), scores);
        return scores;
    }
}
