namespace Attune.Tests.Training;

public sealed class TrainingSampleTests
{
    [Fact]
    public async Task A_history_larger_than_the_budget_trains_on_a_share_of_its_users_and_says_so()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(20_000, users: 400);

        var report = await bench.TrainAsync(TrainingBench.Small with { MemoryBytes = 1 << 20 });

        Assert.Equal((1 << 20) / (160 * 20_000.0), report.UserShare);
        Assert.InRange(report.Users, 100, 160);
        Assert.InRange(report.Interactions, 5_000, 8_000);
        Assert.EndsWith("It learned from 32.77 % of the users, to keep within training.memoryBytes.", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(1, report.Published?.Number);
        var ndcg = report.Backtest.ToDictionary(row => row.Model, row => row.Ndcg);
        Assert.True(ndcg["ials"] > 1.2 * ndcg["popularity"], report.Verdict);
    }

    [Fact]
    public async Task A_history_within_the_budget_is_read_whole()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1_500);

        var report = await bench.TrainAsync(TrainingBench.Small with { MemoryBytes = 1 << 20 });

        Assert.Equal((1, 120, 1_500L), (report.UserShare, report.Users, report.Interactions));
        Assert.DoesNotContain("memoryBytes", report.Verdict, StringComparison.Ordinal);
    }
}
