using Attune.Events;
using static Attune.Tests.Training.TrainingBench;

namespace Attune.Tests.Training;

public sealed class BasketPairsTests
{
    [Fact]
    public async Task A_training_learns_what_goes_with_an_item_from_baskets()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(600);

        // Twelve users compare a1 with a2, and buy a1 together with b1; a1 and a3 are bought days apart.
        await bench.History.AddAsync([.. Enumerable.Range(0, 12).SelectMany(n => Visit($"buyer{n}", 60_000 + (n * 30)))]);
        await bench.TrainAsync();
        using var lease = bench.Shelf.Holder.Acquire()!;
        var generation = lease.Generation;
        var rowOf = Enumerable.Range(0, generation.Rows).ToDictionary(generation.IdOf);

        Assert.Equal("b1", generation.IdOf(generation.Complements!.Of(rowOf["a1"])[0]));
        Assert.DoesNotContain(rowOf["a2"], generation.Complements.Of(rowOf["a1"]).ToArray());
        Assert.DoesNotContain(rowOf["a3"], generation.Complements.Of(rowOf["a1"]).ToArray());
    }

    [Fact]
    public async Task Where_nobody_buys_a_generation_has_no_complements()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(600);
        await bench.TrainAsync();
        using var lease = bench.Shelf.Holder.Acquire()!;

        Assert.Null(lease.Generation.Complements);
    }

    static UserEvent[] Visit(string user, int minute) =>
    [
        Event(user, "a1", minute),
        Event(user, "a2", minute + 1),
        Event(user, "a1", minute + 2, EventType.Purchase),
        Event(user, "b1", minute + 3, EventType.Purchase),
        Event(user, "a3", minute + 5_000, EventType.Purchase),
    ];
}
