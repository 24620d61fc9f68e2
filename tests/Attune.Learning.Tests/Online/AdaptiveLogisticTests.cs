using Attune.Learning.Online;

namespace Attune.Learning.Tests.Online;

public sealed class AdaptiveLogisticTests
{
    static readonly AdaptiveLogisticSettings Plain = new() { Rate = 0.1, Smoothing = 1, Sparsity = 0, Shrinkage = 0 };

    [Fact]
    public void The_first_two_steps_are_those_worked_out_by_hand()
    {
        var model = new AdaptiveLogistic(1, Plain);

        model.Learn([1], happened: true);
        // p = 1/2, g = −1/2, n = 1/4, z = −1/2: the weight is (1/2) / ((1 + 1/2) / 0.1).
        Assert.Equal(0.5 / 15, model.Weights[0], 1e-12);

        model.Learn([1], happened: true);
        Assert.Equal(0.0622338, model.Weights[0], 1e-6);
        Assert.Equal(0.25 + (0.508332562 * 0.491667438), model.State.Information[0], 1e-6);
    }

    [Fact]
    public void It_is_the_plain_definition_on_any_outcomes()
    {
        var settings = new AdaptiveLogisticSettings { Rate = 0.2, Smoothing = 0.7, Sparsity = 0.3, Shrinkage = 0.9 };
        var (model, plain) = (new AdaptiveLogistic(5, settings), new PlainFtrl(5, settings));
        var random = new Random(1);
        for (var n = 0; n < 500; n++)
        {
            var example = Enumerable.Range(0, 5).Select(i => random.Next(3) == 0 ? 0 : (float)((2 * random.NextDouble()) - 1)).ToArray();
            var happened = random.NextDouble() < 1 / (1 + Math.Exp(-example[0] - example[1]));
            model.Learn(example, happened);
            plain.Learn(example, happened);
        }

        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(plain.Weight(i), model.Weights[i], 1e-12));
    }

    [Fact]
    public void It_finds_the_weights_that_made_the_outcomes()
    {
        var model = new AdaptiveLogistic(3, new AdaptiveLogisticSettings { Rate = 0.3, Sparsity = 0 });
        var random = new Random(2);
        for (var n = 0; n < 40_000; n++)
        {
            float[] example = [1, (float)((2 * random.NextDouble()) - 1), (float)((2 * random.NextDouble()) - 1)];
            var logit = -1 + (1.5 * example[1]) - (0.5 * example[2]);
            model.Learn(example, random.NextDouble() < 1 / (1 + Math.Exp(-logit)));
        }

        Assert.Equal(-1, model.Weights[0], 0.12);
        Assert.Equal(1.5, model.Weights[1], 0.12);
        Assert.Equal(-0.5, model.Weights[2], 0.12);
        Assert.True(model.LogitVariance([1, 0, 0]) < 0.001);
    }

    [Fact]
    public void Without_outcomes_every_weight_is_nothing_and_uncertainty_is_the_prior()
    {
        var model = new AdaptiveLogistic(2, new AdaptiveLogisticSettings { Shrinkage = 2 });

        Assert.Equal(0.5, model.Predict([3, 4]));
        Assert.Equal((9 + 16) / 2.0, model.LogitVariance([3, 4]), 1e-12);
    }

    [Fact]
    public void What_two_learned_of_different_coordinates_is_merged_exactly()
    {
        var (both, left, right) = (Of(2), Of(2), Of(2));
        for (var n = 0; n < 20; n++)
        {
            both.Learn([1, 0], n % 3 == 0);
            left.Learn([1, 0], n % 3 == 0);
            both.Learn([0, 2], n % 4 == 0);
            right.Learn([0, 2], n % 4 == 0);
        }

        var merged = Of(2);
        merged.Restore(AdaptiveLogisticState.Merge(AdaptiveLogisticState.Empty(2), left.State, right.State));

        Assert.Equal(both.Weights.ToArray(), merged.Weights.ToArray());
        Assert.Equal(both.State.Outcomes, merged.State.Outcomes);
    }

    [Fact]
    public void Merging_does_not_mind_the_order_and_whoever_learned_nothing_adds_nothing()
    {
        var (origin, left, right) = (Of(1), Of(1), Of(1));
        origin.Learn([1], true);
        left.Restore(origin.State);
        right.Restore(origin.State);
        left.Learn([1], true);

        var merged = AdaptiveLogisticState.Merge(origin.State, left.State, right.State);
        Assert.Equal(left.State.Pull, merged.Pull);

        right.Learn([1], false);
        var one = AdaptiveLogisticState.Merge(origin.State, left.State, right.State);
        var other = AdaptiveLogisticState.Merge(origin.State, right.State, left.State);
        Assert.Equal(one.Pull[0], other.Pull[0], 1e-12);
        Assert.Equal(one.Squares[0], other.Squares[0], 1e-12);
        Assert.Equal(3, one.Outcomes);
    }

    static AdaptiveLogistic Of(int features) => new(features, Plain);

    // The algorithm as the paper prints it, with the sums kept as they are named there.
    sealed class PlainFtrl(int features, AdaptiveLogisticSettings s)
    {
        readonly double[] _z = new double[features];
        readonly double[] _n = new double[features];

        public double Weight(int i) => Math.Abs(_z[i]) <= s.Sparsity
            ? 0
            : -1 / (((s.Smoothing + Math.Sqrt(_n[i])) / s.Rate) + s.Shrinkage) * (_z[i] - (Math.Sign(_z[i]) * s.Sparsity));

        public void Learn(float[] x, bool y)
        {
            var w = Enumerable.Range(0, x.Length).Select(Weight).ToArray();
            var p = 1 / (1 + Math.Exp(-w.Zip(x, (one, other) => one * other).Sum()));
            for (var i = 0; i < x.Length; i++)
            {
                var g = (p - (y ? 1 : 0)) * x[i];
                var sigma = (Math.Sqrt(_n[i] + (g * g)) - Math.Sqrt(_n[i])) / s.Rate;
                _z[i] += g - (sigma * w[i]);
                _n[i] += g * g;
            }
        }
    }
}
