using Attune.Training;

namespace Attune.Tests.Training;

public sealed class LineageTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_goes_on_from_the_generation_in_service_and_says_so()
    {
        await using var bench = await TrainedAsync();

        var second = (await MoreAsync(bench, day: 3)).Published!;

        Assert.Equal((2, 1, 1), (second.Number, second.Parent, second.Descent));
        Assert.Equal((null, 0), ((await bench.Shelf.ListAsync(Cancellation))[^1].Parent, (await bench.Shelf.ListAsync(Cancellation))[^1].Descent));
    }

    [Fact]
    public async Task Same_log_and_same_parent_give_the_same_bytes_at_any_number_of_threads()
    {
        await using var one = await TrainedAsync();
        await using var other = await TrainedAsync();

        var mine = (await MoreAsync(one, day: 3, TrainingBench.Small with { Threads = 1 })).Published!;
        var theirs = (await MoreAsync(other, day: 3, TrainingBench.Small with { Threads = 3 })).Published!;

        Assert.Equal(1, mine.Parent);
        Assert.Equal(mine.Checksum, theirs.Checksum);
    }

    [Fact]
    public async Task A_line_ends_where_it_is_as_long_as_it_may_be()
    {
        await using var bench = await TrainedAsync();
        var settings = TrainingBench.Small with { LongestLineage = 2 };

        var second = (await MoreAsync(bench, day: 3, settings)).Published!;
        var third = (await MoreAsync(bench, day: 6, settings)).Published!;
        var fourth = (await MoreAsync(bench, day: 9, settings)).Published!;

        Assert.Equal([1, 0, 1], new[] { second, third, fourth }.Select(one => one.Descent));
        Assert.Null(third.Parent);
    }

    [Fact]
    public async Task Other_settings_begin_from_scratch()
    {
        await using var bench = await TrainedAsync();

        var second = (await MoreAsync(bench, day: 3, TrainingBench.Small with { Factors = 16 })).Published;
        Assert.True(second is null or { Parent: null });

        var third = (await MoreAsync(bench, day: 6, TrainingBench.Small with { LongestLineage = 1 })).Published!;
        Assert.Null(third.Parent);
    }

    [Fact]
    public async Task Mostly_other_data_begins_from_scratch()
    {
        await using var bench = await TrainedAsync();
        await bench.AddBehaviourAsync(4000, day: 3, seed: 5);

        Assert.Null((await bench.TrainAsync()).Published!.Parent);
    }

    [Fact]
    public async Task Going_on_is_as_good_as_beginning_from_scratch()
    {
        await using var bench = await TrainedAsync();
        await using var fresh = await TrainedAsync();

        var warm = await MoreAsync(bench, day: 3);
        var cold = await MoreAsync(fresh, day: 3, TrainingBench.Small with { LongestLineage = 1 });

        Assert.Equal(1, warm.Published!.Parent);
        Assert.Null(cold.Published!.Parent);
        Assert.InRange(Ndcg(warm), Ndcg(cold) - 0.03, Ndcg(cold) + 0.03);
    }

    static double Ndcg(TrainingReport report) => report.Backtest.Single(row => row.Model == "ials").Ndcg;

    static async Task<TrainingBench> TrainedAsync()
    {
        var bench = new TrainingBench();
        await bench.AddBehaviourAsync(2000);
        await bench.TrainAsync();
        return bench;
    }

    static async Task<TrainingReport> MoreAsync(TrainingBench bench, int day, TrainingSettings? settings = null)
    {
        await bench.AddBehaviourAsync(600, day, seed: day);
        return await bench.TrainAsync(settings);
    }
}
