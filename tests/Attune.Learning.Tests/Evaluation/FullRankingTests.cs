using Attune.Learning.Evaluation;
using Attune.Learning.Neighbors;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Evaluation;

public class FullRankingTests
{
    // Users 0 and 1 know items 0 and 1; user 0 is to find 2, user 1 is to find 4.
    static readonly DataSplit Split = TemporalSplit.At(
        new Interactions(
            2,
            5,
            new[] { 0, 1, 0, 1 },
            new[] { 0, 1, 2, 4 },
            new long[] { 1, 2, 3, 4 },
            new float[] { 1, 1, 1, 1 }),
        3);

    [Fact]
    public void A_list_leaves_out_what_is_known_and_goes_by_score_then_by_lower_item()
    {
        // User 0's list of 2: item 3 (score 9), then 1, 2, 4 tie at 1 and 1 is lowest: 2 is missed. User 1's: 3, 0: 4 is missed.
        var result = Run(new Fixed([1, 1, 1, 9, 1]), new() { K = 2 });

        Assert.Equal(0, result.HitRate.Mean);

        // With 3 places user 0 gets 3, 1, 2 and user 1 gets 3, 0, 2.
        Assert.Equal(0.5, Run(new Fixed([1, 1, 1, 9, 1]), new() { K = 3 }).HitRate.Mean);
    }

    [Fact]
    public void What_is_known_stays_a_candidate_where_wanted()
    {
        // Known items score best: with one place they fill the list.
        Assert.Equal(0, Run(new Fixed([9, 9, 5, 0, 5]), new() { K = 1, LeaveOutSeen = false }).HitRate.Mean);
        Assert.Equal(0.2, Run(new Fixed([9, 8, 5, 0, 5]), new() { K = 1, LeaveOutSeen = false }).Coverage, 1e-12);
    }

    [Fact]
    public void An_item_the_model_says_nothing_of_is_never_listed()
    {
        var nothing = float.NegativeInfinity;

        var result = Run(new Fixed([nothing, nothing, 1, nothing, nothing]), new() { K = 20 });

        Assert.Equal(1.0 / 5, result.Coverage, 1e-12);
        Assert.Equal(0.5, result.Recall.Mean);
        Assert.Equal(0.5, result.Mrr.Mean);
    }

    [Fact]
    public void Figures_are_the_same_bit_for_bit_at_any_thread_count()
    {
        var split = TemporalSplit.LastShareOfEvents(RandomData(200, 150, 6000, seed: 5), 0.3);
        var lists = CosineNeighbors.Train(split.Train.ToMatrix(), new() { K = 20 }, null, TestContext.Current.CancellationToken);
        var model = new NeighborScorer(lists);

        var one = FullRanking.Run(model, split, new() { Threads = 1 }, cancellation: TestContext.Current.CancellationToken);
        var five = FullRanking.Run(model, split, new() { Threads = 5 }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(one.Ndcg, five.Ndcg);
        Assert.Equal(one.Recall, five.Recall);
        Assert.Equal(one.Coverage, five.Coverage);
        Assert.Equal(one.Novelty, five.Novelty);
        Assert.Equal(one.ByQuestion.Ndcg, five.ByQuestion.Ndcg);
    }

    [Fact]
    public void A_model_of_other_items_is_refused() => Assert.Throws<ArgumentException>(() => Run(new Fixed([1]), new()));

    static EvaluationResult Run(IScorer model, RankingSettings settings) =>
        FullRanking.Run(model, Split, settings, cancellation: TestContext.Current.CancellationToken);

    internal static Interactions RandomData(int users, int items, int count, int seed)
    {
        var random = new Random(seed);
        var (user, item, time) = (new int[count], new int[count], new long[count]);
        for (var n = 0; n < count; n++)
        {
            (user[n], item[n], time[n]) = (random.Next(users), Math.Min(random.Next(items), random.Next(items)), n);
        }

        return new Interactions(users, items, user, item, time, Enumerable.Repeat(1f, count).ToArray());
    }

    sealed class Fixed(float[] scores) : IScorer
    {
        public string Name => "fixed";

        public int Items => scores.Length;

        public void Score(History history, Span<float> target) => scores.CopyTo(target);
    }
}
