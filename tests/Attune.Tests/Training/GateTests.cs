using Attune.Learning.Evaluation;
using Attune.Training;

namespace Attune.Tests.Training;

public sealed class GateTests
{
    [Fact]
    public void A_generation_worse_beyond_chance_is_held_back()
    {
        var decision = Gate.Compare([Result(0.2), Result(0.2)], [Result(0.3), Result(0.3)], "generation 7", seed: 1);

        Assert.False(decision.Publish);
        Assert.StartsWith("Not published: NDCG@20 is 0.19", decision.Sentence, StringComparison.Ordinal);
        Assert.Contains("of generation 7, worse by 0.1000", decision.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_no_different_is_let_through()
    {
        var decision = Gate.Compare([Result(0.3, seed: 5), Result(0.3, seed: 6)], [Result(0.3), Result(0.3)], "generation 7", seed: 1);

        Assert.True(decision.Publish);
        Assert.Contains("within chance", decision.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_better_generation_is_let_through()
    {
        var decision = Gate.Compare([Result(0.4), Result(0.4)], [Result(0.3), Result(0.3)], "generation 7", seed: 1);

        Assert.True(decision.Publish);
        Assert.Contains("better by 0.1000", decision.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_ruin_the_models_are_kept_out_of_service()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();
        await bench.AddBehaviourAsync(600, day: 3, seed: 2);

        var ruined = await bench.TrainAsync(TrainingBench.Small with { Sweeps = 1, Regularization = 10, Neighbors = 1, Shrinkage = 1000 });

        Assert.Null(ruined.Published);
        Assert.StartsWith("Not published", ruined.Verdict, StringComparison.Ordinal);
        Assert.Contains("of generation 1, worse", ruined.Verdict, StringComparison.Ordinal);
        Assert.Contains(ruined.Backtest, row => row.Model == "generation 1 ials");
        Assert.Equal(1, bench.Shelf.Holder.Number);
        Assert.Single(await bench.Shelf.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ruined_settings_are_found_out_without_new_behaviour_too()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();

        var ruined = await bench.TrainAsync(TrainingBench.Small with { Sweeps = 1, Regularization = 10, Neighbors = 1, Shrinkage = 1000 });

        Assert.Null(ruined.Published);
        Assert.Contains("of the settings of generation 1, trained on the same part, worse", ruined.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_settings_on_more_data_are_let_through()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();
        await bench.AddBehaviourAsync(600, day: 3, seed: 2);

        var report = await bench.TrainAsync();

        Assert.StartsWith("Published: NDCG@20", report.Verdict, StringComparison.Ordinal);
        Assert.Contains("of generation 1,", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(2, bench.Shelf.Holder.Number);
    }

    [Fact]
    public async Task With_nearly_nothing_new_the_same_settings_are_let_through_and_it_is_said_why()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();
        await bench.AddBehaviourAsync(5, day: 3, seed: 2);

        var report = await bench.TrainAsync();

        Assert.Equal(2, report.Published?.Number);
        Assert.Contains("too few to compare", report.Verdict, StringComparison.Ordinal);
    }

    static EvaluationResult Result(double ndcg, int seed = 1)
    {
        var random = new Random(seed);
        double[] byQuestion = [.. Enumerable.Range(0, 400).Select(_ => Math.Clamp(ndcg + ((random.NextDouble() - 0.5) * 0.2), 0, 1))];
        var mean = new Estimate(byQuestion.Average(), 0, 1);
        return new EvaluationResult
        {
            Model = "m",
            K = 20,
            Questions = 400,
            Recall = mean,
            Ndcg = mean,
            Mrr = mean,
            HitRate = mean,
            Coverage = 1,
            Novelty = 1,
            ByQuestion = new QuestionFigures(byQuestion, byQuestion, byQuestion, byQuestion, [.. Enumerable.Range(0, 400)]),
        };
    }
}
