using Attune.Training;
using Attune.Training.Slots;

namespace Attune.Tests.Training;

/// <summary>Whatever model is planned for a slot makes a generation that serves, and goes back to it after a restart.</summary>
public sealed class SlotTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Plans =>
        [.. SlotTrainers.OfSimilar.SelectMany(_ => SlotTrainers.OfTaste, (similar, taste) => (similar, taste))];

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Every_model_of_a_slot_trains_publishes_and_recommends_the_users_taste(string similar, string taste)
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1500);
        await bench.Plans.WriteAsync(new TrainingPlan { Similar = similar, Taste = taste }, Cancellation);

        var report = await bench.TrainAsync();

        Assert.Equal((similar, taste), (report.Published?.Similar, report.Published?.Taste));
        Assert.Contains(report.Backtest, row => row.Model == taste);
        var shelf = bench.NewShelf();
        await shelf.RestoreAsync(Cancellation);
        using var lease = shelf.Holder.Acquire()!;
        var generation = lease.Generation;
        var rowOf = generation.RowsById();
        var user = new float[generation.FoldIn.Factors];
        generation.FoldIn.Solve([rowOf["a1"], rowOf["a2"], rowOf["a3"]], [1, 1, 1], user);
        var best = new Learning.Factors.ScoredItem[8];
        Assert.Equal(8, generation.Scan.Search(user, [], best));
        Assert.InRange(best.Count(item => generation.IdOf(generation.RowOf(item.Item)).StartsWith('a')), 6, 8);
        Assert.StartsWith("b", generation.IdOf(generation.NeighborRows(rowOf["b1"])[0]), StringComparison.Ordinal);
        shelf.Holder.Dispose();
    }

    [Fact]
    public async Task What_comes_next_is_trained_told_in_the_backtest_and_serves_after_a_restart()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1500);
        await bench.Plans.WriteAsync(new TrainingPlan { Next = ModelNames.SessionEmbedding }, Cancellation);

        var report = await bench.TrainAsync();

        Assert.Equal(ModelNames.SessionEmbedding, report.Published?.Next);
        Assert.Contains(report.Backtest, row => row.Model == ModelNames.SessionEmbedding);
        var shelf = bench.NewShelf();
        await shelf.RestoreAsync(Cancellation);
        using var lease = shelf.Holder.Acquire()!;
        var (generation, rowOf) = (lease.Generation, lease.Generation.RowsById());
        var reading = new Learning.Sessions.SessionEncoding(generation.Next!.Model);
        Assert.True(reading.TryRead([rowOf["a1"], rowOf["a2"], rowOf["a3"]]));
        var best = new Learning.Factors.ScoredItem[8];
        Assert.Equal(8, generation.Next.Scan.Search(reading.Vector, [], best));
        Assert.InRange(best.Count(item => generation.IdOf(generation.RowOf(item.Item)).StartsWith('a')), 6, 8);
        shelf.Holder.Dispose();
    }

    [Fact]
    public async Task A_slot_that_is_newly_filled_is_told_and_not_held_against_the_one_in_service()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();
        await bench.Plans.WriteAsync(new TrainingPlan { Next = ModelNames.SessionEmbedding }, Cancellation);
        await bench.AddBehaviourAsync(600, day: 3, seed: 2);

        var report = await bench.TrainAsync();

        Assert.NotNull(report.Published);
        Assert.Contains(report.Backtest, row => row.Model == ModelNames.SessionEmbedding);
        Assert.DoesNotContain(report.Backtest, row => row.Model == "generation 1 session-embedding");
    }

    [Fact]
    public async Task Another_model_than_the_one_in_service_has_to_pass_the_gate()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();
        await bench.Plans.WriteAsync(new TrainingPlan { Taste = ModelNames.Spectral }, Cancellation);
        await bench.AddBehaviourAsync(600, day: 3, seed: 2);

        var report = await bench.TrainAsync();

        Assert.Contains("generation 1, ", report.Verdict, StringComparison.Ordinal);
        Assert.Contains(report.Backtest, row => row.Model == "spectral");
        Assert.Contains(report.Backtest, row => row.Model == "generation 1 ials");
    }
}
