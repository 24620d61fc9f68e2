using Attune.Events;
using Attune.History;
using Attune.Training;
using Attune.Training.Slots;

namespace Attune.Tests.Training;

/// <summary>What an event says, by its type and its age, reaches every model of a slot through the one matrix they train on.</summary>
public sealed class TrainingPartTests
{
    const int Day = 24 * 60;

    static readonly EventWeights Weights = new()
    {
        Types = new Dictionary<string, EventWeight>
        {
            ["view"] = new(2, TimeSpan.FromDays(1)),
            ["purchase"] = new(6, TimeSpan.FromDays(10)),
        },
    };

    [Fact]
    public async Task An_event_counts_by_the_weight_of_its_type_and_fades_by_its_half_life()
    {
        var matrix = (await PartAsync()).Matrix(halfLifeDays: null);

        // A day before the latest: a half of a view, 2^(−1/10) of a purchase.
        Assert.Equal([1f, 6 * MathF.Pow(2, -0.1f)], matrix.ValuesOf(0).ToArray(), Near);
        Assert.Equal([2f], matrix.ValuesOf(1).ToArray(), Near);
    }

    [Fact]
    public async Task A_planned_half_life_goes_before_those_of_the_types_and_none_is_none()
    {
        var part = await PartAsync();

        Assert.Equal([2 * MathF.Pow(2, -0.5f), 6 * MathF.Pow(2, -0.5f)], part.Matrix(halfLifeDays: 2).ValuesOf(0).ToArray(), Near);
        Assert.Equal([2f, 6f], part.Matrix(halfLifeDays: 0).ValuesOf(0).ToArray(), Near);
    }

    static bool Near(float expected, float got) => Math.Abs(expected - got) < 1e-3f;

    static async Task<TrainingPart> PartAsync()
    {
        await using var bench = new TrainingBench();
        await bench.History.AddAsync(
        [
            TrainingBench.Event("u0", "i0", 0),
            TrainingBench.Event("u0", "i1", 0, EventType.Purchase),
            TrainingBench.Event("u1", "i0", Day),
        ]);
        var columns = await bench.History.ReadInteractionsAsync(new InteractionQuery(), TestContext.Current.CancellationToken);
        var data = TrainingData.From(columns, new EventStrengths(Weights, halfLifeScale: 1));
        return new TrainingPart(data, data.Count, data.Until);
    }
}
