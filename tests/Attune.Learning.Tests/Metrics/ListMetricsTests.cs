using Attune.Learning.Metrics;

namespace Attune.Learning.Tests.Metrics;

/// <summary>One worked example: relevant are 2, 5 and 9; the list is 7, 5, 1, 9, so ranks 2 and 4 are hits.</summary>
public class ListMetricsTests
{
    static readonly int[] Relevant = [2, 5, 9];
    static readonly int[] Ranked = [7, 5, 1, 9];

    static RankedHits List => RankedHits.Mark(Ranked, Relevant, new bool[4]);

    static RankedHits Empty => new([], 3);

    [Fact]
    public void Recall_divides_the_hits_by_all_that_is_relevant_even_beyond_k()
    {
        Assert.Equal(2.0 / 3, Recall.At(4, List), 1e-12);
        Assert.Equal(1.0 / 3, Recall.At(2, List), 1e-12);
    }

    [Fact]
    public void Ndcg_discounts_rank_r_by_the_binary_logarithm_of_r_plus_1()
    {
        // DCG@4 = 1/log2(3) + 1/log2(5) = 0.630930 + 0.430677 = 1.061606
        // IDCG@4 of 3 relevant = 1 + 0.630930 + 1/log2(4) = 2.130930
        Assert.Equal(1.061606 / 2.130930, Ndcg.At(4, List), 1e-6);
    }

    [Fact]
    public void The_ideal_of_ndcg_has_no_more_hits_than_k()
    {
        // k = 1: the ideal is one hit at rank 1, not three.
        Assert.Equal(1.0, Ndcg.At(1, RankedHits.Mark([2], Relevant, new bool[1])), 1e-12);
    }

    [Fact]
    public void A_hit_at_rank_two_is_worth_less_than_a_hit_at_rank_one() =>
        Assert.True(Ndcg.At(2, new RankedHits([false, true], 1)) < Ndcg.At(2, new RankedHits([true, false], 1)));

    [Fact]
    public void Reciprocal_rank_is_that_of_the_first_hit_and_0_beyond_k()
    {
        Assert.Equal(1.0 / 2, ReciprocalRank.At(4, List));
        Assert.Equal(0, ReciprocalRank.At(1, List));
    }

    [Fact]
    public void A_hit_counts_once_however_many_there_are()
    {
        Assert.Equal(1, HitRate.At(4, List));
        Assert.Equal(0, HitRate.At(1, List));
    }

    [Fact]
    public void An_empty_list_scores_0_on_every_metric()
    {
        Assert.Equal(0, Recall.At(20, Empty));
        Assert.Equal(0, Ndcg.At(20, Empty));
        Assert.Equal(0, ReciprocalRank.At(20, Empty));
        Assert.Equal(0, HitRate.At(20, Empty));
    }

    [Fact]
    public void A_list_shorter_than_k_is_measured_as_it_is() => Assert.Equal(2.0 / 3, Recall.At(20, List), 1e-12);

    [Fact]
    public void Without_anything_relevant_no_metric_is_defined() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankedHits([], 0));

    [Fact]
    public void K_must_be_at_least_1() => Assert.Throws<ArgumentOutOfRangeException>(() => Recall.At(0, List));
}
