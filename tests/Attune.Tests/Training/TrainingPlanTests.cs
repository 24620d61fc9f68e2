using Attune.Events;
using Attune.Tests.Fakes;
using Attune.Training;

namespace Attune.Tests.Training;

public sealed class TrainingPlanTests
{
    static readonly TrainingPlan Plan = new()
    {
        Settings = new Dictionary<string, double> { ["ials.factors"] = 16, ["itemToItem.shrinkage"] = 0.1 },
        Weights = new Dictionary<string, double> { ["taste"] = 2.5, ["next"] = 1 },
        Why = ["16 factors were as good as 64."],
        Made = new EventTime(1_700_000_000_123_456),
        DataFingerprint = "abc",
    };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_is_read_as_it_was_written()
    {
        await using var store = new MemoryCatalogStore();
        var plans = new TrainingPlans(store);
        Assert.Null(await plans.ReadAsync(Cancellation));

        await plans.WriteAsync(Plan, Cancellation);

        Assert.Equivalent(Plan, await new TrainingPlans(store).ReadAsync(Cancellation), strict: true);
        await plans.ClearAsync(Cancellation);
        Assert.Null(await plans.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task The_faults_of_a_plan_are_all_named_and_it_is_not_written()
    {
        await using var store = new MemoryCatalogStore();
        var plans = new TrainingPlans(store);
        var faulty = Plan with
        {
            Taste = "guess",
            Settings = new Dictionary<string, double> { ["factors"] = 8, ["ials.sweeps"] = double.NaN },
            Weights = new Dictionary<string, double> { ["taste"] = -1, ["luck"] = 1 },
        };

        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await plans.WriteAsync(faulty, Cancellation));

        Assert.Contains("plan.taste is 'guess'; there are ials", fault.Message, StringComparison.Ordinal);
        Assert.Contains("plan.settings.factors is no name of a setting", fault.Message, StringComparison.Ordinal);
        Assert.Contains("plan.settings.ials.sweeps is NaN; it must be a finite number.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("plan.weights.taste is -1; it must be 0 to 100.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("plan.weights.luck is the weight of no source", fault.Message, StringComparison.Ordinal);
        Assert.Null(await plans.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_stored_and_cannot_be_followed_says_so()
    {
        await using var store = new MemoryCatalogStore();
        var plans = new TrainingPlans(store);
        await store.WriteDocumentAsync("training", "plan", """{"similar": "oracle"}""", Cancellation);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await plans.ReadAsync(Cancellation));

        Assert.Contains("plan.similar is 'oracle'", fault.Message, StringComparison.Ordinal);
        await store.WriteDocumentAsync("training", "plan", """{"settings": null}""", Cancellation);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await plans.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_training_follows_the_plan_and_its_generation_remembers_it()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1500);
        await bench.Plans.WriteAsync(Plan, Cancellation);

        var published = (await bench.TrainAsync()).Published!;

        using var lease = bench.Shelf.Holder.Acquire()!;
        Assert.Equal(16, lease.Generation.FoldIn.Factors);
        Assert.Equal(16, published.Settings["ials.factors"]);
        Assert.Equal(0.1, published.Settings["itemToItem.shrinkage"]);
        Assert.Equal(10, published.Settings["itemToItem.neighbors"]);
        Assert.Equal(2.5, published.Weights["taste"]);
        Assert.Equal(("item-to-item", "ials"), (published.Similar, published.Taste));
    }

    [Fact]
    public async Task Going_back_to_a_generation_goes_back_to_its_weights()
    {
        await using var bench = new TrainingBench();
        await bench.AddBehaviourAsync(1500);
        await bench.Plans.WriteAsync(Plan, Cancellation);
        await bench.TrainAsync();
        await bench.Plans.WriteAsync(Plan with { Weights = new Dictionary<string, double> { ["taste"] = 0.5 } }, Cancellation);
        await bench.AddBehaviourAsync(600, day: 3, seed: 2);
        await bench.TrainAsync();
        Assert.Equal(0.5, bench.Shelf.Holder.Manifest?.Weights["taste"]);

        await bench.Shelf.PromoteAsync(1, Cancellation);

        Assert.Equal(2.5, bench.Shelf.Holder.Manifest?.Weights["taste"]);
    }

    [Fact]
    public async Task The_empty_plan_changes_nothing()
    {
        await using var bench = new TrainingBench();
        await using var other = new TrainingBench();
        await bench.AddBehaviourAsync(1000);
        await other.AddBehaviourAsync(1000);
        await other.Plans.WriteAsync(new TrainingPlan(), Cancellation);

        Assert.Equal((await bench.TrainAsync()).Published!.Checksum, (await other.TrainAsync()).Published!.Checksum);
    }
}
