using Attune.Learning.Factors;
using Attune.Learning.Features;

namespace Attune.Learning.Tests.Features;

public sealed class FeatureMapTests
{
    const int Factors = 3;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_map_is_the_solution_of_the_normal_equations()
    {
        var (items, model, interactions) = Random(items: 60, features: 9, factors: 19);
        var settings = new FeatureMapSettings { Steps = 200, Tolerance = 1e-7f, Regularization = 0.5f, Reliability = 3 };

        var map = FeatureMapTraining.Train(items, model, interactions, settings, Cancellation);

        // What the definition asks: the gradient ΦᵀW(ΦB − Y) + λB is 0.
        for (var feature = 0; feature < map.Hashes.Length; feature++)
        {
            for (var f = 0; f < model.Factors; f++)
            {
                var gradient = 0.5 * map.Vectors.Span[(feature * model.Factors) + f];
                for (var item = 0; item < items.Length; item++)
                {
                    var value = ValueOf(items[item], map.Hashes.Span[feature]);
                    gradient += value * (interactions[item] / (interactions[item] + 3)) * (Predicted(map, items[item])[f] - model.Of(item)[f]);
                }

                Assert.InRange(gradient, -1e-4, 1e-4);
            }
        }
    }

    [Fact]
    public void Items_of_a_kind_stand_together_and_a_new_one_of_the_kind_stands_with_them()
    {
        Feature[][] items = [[new(5, 1)], [new(5, 1)], [new(7, 1)], [new(7, 1)]];
        var model = Model([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0]);

        var map = FeatureMapTraining.Train(items, model, new float[] { 50, 50, 50, 50 }, new() { Regularization = 0.01f, Reliability = 0 }, Cancellation);

        var vector = new float[Factors];
        Assert.True(map.TryMap([new(7, 1), new(99, 1)], vector));
        Assert.Equal([0, 1, 0], vector, (expected, got) => Math.Abs(expected - got) < 0.02);
    }

    [Fact]
    public void An_item_of_which_nothing_is_known_is_not_placed()
    {
        var map = FeatureMapTraining.Train(
            [[new(5, 1)], [new(5, 1)]], Model([1, 0, 0, 1, 0, 0]), new float[] { 1, 1 }, new(), Cancellation);

        var vector = new float[] { 1, 1, 1 };
        Assert.False(map.TryMap([new(6, 1)], vector));
        Assert.Equal([0f, 0f, 0f], vector);
        Assert.False(map.TryMap([], vector));
        Assert.Throws<ArgumentException>(() => map.TryMap([], new float[2]));
    }

    [Fact]
    public void A_feature_of_one_item_is_left_out_and_of_too_many_the_rarest()
    {
        Feature[][] items = [[new(1, 1), new(2, 1), new(3, 1)], [new(1, 1), new(2, 1)], [new(1, 1)]];
        var model = Model(new float[9]);

        var all = FeatureMapTraining.Train(items, model, new float[3], new(), Cancellation);
        var one = FeatureMapTraining.Train(items, model, new float[3], new() { MostFeatures = 1 }, Cancellation);

        Assert.Equal([0L, 1, 2], all.Hashes.ToArray());
        Assert.Equal([0L, 1], one.Hashes.ToArray());
        Assert.All(all.Vectors.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_item_never_taken_up_teaches_nothing()
    {
        Feature[][] items = [[new(5, 1)], [new(5, 1)], [new(5, 1)]];

        var with = FeatureMapTraining.Train(items, Model([1, 0, 0, 1, 0, 0, 9, 9, 9]), new float[] { 4, 4, 0 }, new(), Cancellation);
        var without = FeatureMapTraining.Train(items, Model([1, 0, 0, 1, 0, 0, 0, 0, 0]), new float[] { 4, 4, 0 }, new(), Cancellation);

        Assert.Equal(without.Vectors.ToArray(), with.Vectors.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_map_is_the_same_at_any_number_of_threads(int threads)
    {
        var (items, model, interactions) = Random(items: 200, features: 30, factors: 40);

        var one = FeatureMapTraining.Train(items, model, interactions, new() { Threads = 2 }, Cancellation);
        var other = FeatureMapTraining.Train(items, model, interactions, new() { Threads = threads }, Cancellation);

        Assert.Equal(one.Vectors.ToArray(), other.Vectors.ToArray());
    }

    [Fact]
    public void No_items_at_all_make_a_map_that_maps_nothing()
    {
        var map = FeatureMapTraining.Train([], Model([]), [], new(), Cancellation);

        Assert.Equal([0L], map.Hashes.ToArray());
        Assert.False(map.TryMap([new(4, 1)], new float[Factors]));
    }

    [Fact]
    public void Faults_are_named()
    {
        var model = Model(new float[6]);
        Feature[][] items = [[new(5, 1)], [new(5, 1)]];

        Assert.Contains("1.5 times", Assert.Throws<ArgumentException>(() => FeatureMapTraining.Train(items, model, new float[] { 1, -1.5f }, new(), Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("features are given of 2, interactions of 1", Assert.Throws<ArgumentException>(() => FeatureMapTraining.Train(items, model, new float[1], new(), Cancellation)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => FeatureMapTraining.Train([[new(0, 1)], []], model, new float[2], new(), Cancellation));
        Assert.Throws<ArgumentException>(() => FeatureMapTraining.Train([[new(5, float.NaN)], [new(5, 1)]], model, new float[2], new(), Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureMapTraining.Train(items, model, new float[2], new() { Steps = 0 }, Cancellation));
        Assert.Throws<ArgumentException>(() => new FeatureMap(1, new long[] { 2, 2 }, new float[2]));
        Assert.Throws<ArgumentException>(() => new FeatureMap(2, new long[] { 2 }, new float[1]));
    }

    [Fact]
    public void Training_can_be_cancelled()
    {
        var (items, model, interactions) = Random(items: 20, features: 5, factors: 4);

        Assert.ThrowsAny<OperationCanceledException>(
            () => FeatureMapTraining.Train(items, model, interactions, new(), new CancellationToken(canceled: true)));
    }

    static ItemFactors Model(float[] values) => new(values.Length / Factors, Factors, values, new float[Factors * Factors], 0.1f, 0.1f);

    static float ValueOf(Feature[] item, long hash) =>
        hash == Feature.Always ? 1 : item.Where(feature => feature.Hash == hash).Sum(feature => feature.Value);

    static float[] Predicted(FeatureMap map, Feature[] item)
    {
        var vector = new float[map.Factors];
        map.TryMap(item, vector);
        return vector;
    }

    static (Feature[][] Items, ItemFactors Model, float[] Interactions) Random(int items, int features, int factors)
    {
        var random = new Random(3);
        Feature[][] drawn = [.. Enumerable.Range(0, items).Select(_ =>
            Enumerable.Range(1, features).Where(_ => random.Next(3) == 0).Append(features + 1)
                .Select(feature => new Feature(feature, random.NextSingle())).ToArray())];
        float[] values = [.. Enumerable.Range(0, items * factors).Select(_ => random.NextSingle() - 0.5f)];
        return (drawn, new ItemFactors(items, factors, values, new float[factors * factors], 0.1f, 0.1f),
            [.. Enumerable.Range(0, items).Select(_ => (float)random.Next(20))]);
    }
}
