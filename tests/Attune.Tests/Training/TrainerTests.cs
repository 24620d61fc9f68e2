using Attune.Events;
using Attune.Training;

namespace Attune.Tests.Training;

public sealed class TrainerTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_training_publishes_a_generation_that_beats_popularity_and_serves()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1500);

        var report = await bench.TrainAsync();

        Assert.StartsWith("Published as the first", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(1, report.Published?.Number);
        Assert.Equal(1, bench.Shelf.Holder.Number);
        var ndcg = report.Backtest.ToDictionary(row => row.Model, row => row.Ndcg);
        Assert.True(ndcg["ials"] > 1.2 * ndcg["popularity"], report.Verdict);
        Assert.True(ndcg["item-to-item"] > 1.2 * ndcg["popularity"], report.Verdict);
        Assert.Equal(40, report.Items);
        Assert.Equal(120, report.Users);
        Assert.Equal(LogToken.At(0, 1500), report.Published?.Log);
        Assert.Equal(ndcg["ials"], report.Published?.Metrics["ials.ndcg@20"]);
        Assert.InRange(ndcg["ials"], report.Published!.Metrics["ials.ndcg@20.low"], report.Published.Metrics["ials.ndcg@20.high"]);
    }

    [Fact]
    public async Task A_served_generation_recommends_the_users_taste()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1500);
        await bench.TrainAsync();
        using var lease = bench.Shelf.Holder.Acquire()!;
        var generation = lease.Generation;
        var rowOf = Enumerable.Range(0, generation.Rows).ToDictionary(generation.IdOf);

        var user = new float[8];
        generation.FoldIn.Solve([rowOf["a1"], rowOf["a2"], rowOf["a3"]], [1, 1, 1], user);
        var best = new Learning.Factors.ScoredItem[10];
        generation.Scan.Search(user, [], best);

        // One event in ten crosses over, so a stray item may come in.
        Assert.InRange(best.Count(item => generation.IdOf(generation.RowOf(item.Item)).StartsWith('a')), 8, 10);
        Assert.All(
            generation.NeighborRows(rowOf["b1"])[..5].ToArray(),
            row => Assert.StartsWith("b", generation.IdOf(row), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Same_log_and_same_seed_give_the_same_bytes_at_any_number_of_threads(int threads)
    {
        await using var one = new TrainingBench();
        await using var other = new TrainingBench();
        await one.AddBehaviourAsync(1000);
        await other.AddBehaviourAsync(1000);
        other.Clock.Advance(TimeSpan.FromDays(100));

        await one.TrainAsync(TrainingBench.Small with { Threads = 1 });
        await other.TrainAsync(TrainingBench.Small with { Threads = threads });

        Assert.Equal(
            File.ReadAllBytes(await one.Store.LocateGenerationAsync(1, Cancellation)),
            File.ReadAllBytes(await other.Store.LocateGenerationAsync(1, Cancellation)));
    }

    [Fact]
    public async Task Another_seed_gives_other_bytes()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1000);

        var first = await bench.TrainAsync();
        var second = await bench.TrainAsync(TrainingBench.Small with { Seed = 2 });

        Assert.NotEqual(first.Published?.Checksum, second.Published?.Checksum);
        Assert.Equal(first.Published?.DataFingerprint, second.Published?.DataFingerprint);
    }

    [Fact]
    public async Task An_empty_history_is_told_and_not_thrown()
    {
        await using var bench = new TrainingBench();

        var report = await bench.TrainAsync();

        Assert.Null(report.Published);
        Assert.Equal("Nothing was published: there are 0 events that say what somebody takes up, and 100 are the fewest.", report.Verdict);
        Assert.Null(bench.Shelf.Holder.Acquire());
    }

    [Fact]
    public async Task One_user_alone_is_told_and_not_thrown()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(200, users: 1);

        Assert.Contains("one user's", (await bench.TrainAsync()).Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_item_alone_is_told_and_not_thrown()
    {
        await using var bench = new TrainingBench();
        await bench.History.AddAsync(Enumerable.Range(0, 200).Select(n => TrainingBench.Event($"u{n}", "only", n)));

        Assert.Contains("one item", (await bench.TrainAsync()).Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_say_nothing_of_taste_are_not_counted()
    {
        await using var bench = new TrainingBench();
        await bench.History.AddAsync(Enumerable.Range(0, 200)
            .Select(n => TrainingBench.Event($"u{n % 10}", $"i{n % 7}", n, n % 2 == 0 ? EventType.Impression : EventType.Hide)));

        Assert.Contains("there are 0 events", (await bench.TrainAsync()).Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_comes_back_there_is_a_generation_without_a_judgement()
    {
        await using var bench = new TrainingBench();
        await bench.History.AddAsync(Enumerable.Range(0, 150).Select(n => TrainingBench.Event($"u{n}", $"i{n % 7}", n)));

        var report = await bench.TrainAsync();

        Assert.StartsWith("Published without a judgement", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(1, report.Published?.Number);
    }

    [Fact]
    public async Task A_cancelled_training_leaves_nothing_behind()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1000);
        foreach (var share in new[] { 0.0, 0.1, 0.45, 0.7, 0.97 })
        {
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => bench.Trainer().RunAsync(new CancelAt(share, stop), stop.Token));
        }

        Assert.Empty(Directory.GetFiles(bench.Store.Folder));
        Assert.Null(bench.Shelf.Holder.Acquire());
    }

    [Fact]
    public async Task A_disk_that_fails_while_saving_leaves_the_generation_in_service()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1000);
        await bench.TrainAsync();
        bench.Store.SaveFault = new IOException("the disk is full");

        await Assert.ThrowsAsync<IOException>(() => bench.TrainAsync());

        Assert.Equal(1, bench.Shelf.Holder.Number);
        Assert.Single(Directory.GetFiles(bench.Store.Folder));
        Assert.Equal(2, (await bench.TrainAsync()).Published?.Number);
    }

    [Fact]
    public void Settings_out_of_range_are_all_named()
    {
        var faults = (TrainingBench.Small with { Factors = 12, HoldOut = double.NaN, Keep = 0 }).Faults();

        Assert.Equal(
            [
                "training.factors is 12; it must be a multiple of 8.", "training.holdOut is NaN; it must be 0.01 to 0.5.",
                "training.keep is 0; it must be 1 to 100.",
            ],
            faults);
    }

    sealed class CancelAt(double share, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Share >= share)
            {
                stop.Cancel();
            }
        }
    }
}
