using Attune.Events;
using static Attune.Tests.Training.TrainingBench;

namespace Attune.Tests.Training;

public sealed class BuyersReturnTests
{
    const int Day = 24 * 60;

    [Fact]
    public async Task A_generation_knows_how_often_and_how_soon_buyers_of_an_item_come_back()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(600);

        // Twelve users buy a1 three times, ten days apart; others buy b1 once.
        await bench.History.AddAsync(
        [
            .. Enumerable.Range(0, 12).SelectMany(n => new[] { 60 * Day, 70 * Day, 80 * Day }.Select(minute => Event($"buyer{n}", "a1", minute, EventType.Purchase))),
            .. Enumerable.Range(0, 12).Select(n => Event($"other{n}", "b1", 80 * Day, EventType.Purchase)),
        ]);
        await bench.TrainAsync();
        using var lease = bench.Shelf.Holder.Acquire()!;
        var generation = lease.Generation;
        var rowOf = Enumerable.Range(0, generation.Rows).ToDictionary(generation.IdOf);

        // 24 repeats of 24 buyers in all: a rate of 1, towards which each is drawn with the weight of 5 buyers.
        Assert.Equal((24 + 5) / 17.0, generation.RepeatRates[rowOf["a1"]], 1e-4);
        Assert.Equal(5 / 17.0, generation.RepeatRates[rowOf["b1"]], 1e-4);
        Assert.Equal(10 * 86_400, generation.RepeatIntervals[rowOf["a1"]], 1.0);
    }

    [Fact]
    public async Task Where_nobody_buys_a_generation_knows_no_rates()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(600);
        await bench.TrainAsync();
        using var lease = bench.Shelf.Holder.Acquire()!;

        Assert.True(lease.Generation.RepeatRates.IsEmpty);
        Assert.True(lease.Generation.RepeatIntervals.IsEmpty);
    }
}
