using Attune.Learning.Sessions;
using static Attune.Learning.Sessions.SessionEncoder;

namespace Attune.Learning.Tests.Sessions;

public class SessionEncoderTests
{
    const int D = 32;
    const int Length = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_gradient_is_the_slope_in_every_weight_and_every_item(int count)
    {
        // Loss: z · target, of which the gradient by z is the target.
        var random = new SplitMix(7);
        var weights = new EncoderWeights(D, Length);
        weights.Begin(random);
        var of = new Encoding(D, Length) { Count = count };
        var vectors = Numbers(random, count * D);
        var target = Numbers(random, D);
        var sum = new EncoderWeights(D, Length);
        Loss(weights, of, vectors, target);
        Backward(weights, of, [.. target], sum);
        float[] byItem = [.. Enumerable.Range(0, count).SelectMany(i => of.HiddenAt(i).ToArray())];

        for (var n = 0; n < 60; n++)
        {
            var at = random.NextBelow(weights.Values.Length);
            Assert.Equal(Slope(weights.Values, at, () => Loss(weights, of, vectors, target)), sum.Values[at], 5e-3f);
        }

        for (var at = 0; at < vectors.Length; at += 5)
        {
            Assert.Equal(Slope(vectors, at, () => Loss(weights, of, vectors, target)), byItem[at], 5e-3f);
        }
    }

    [Fact]
    public void A_sessions_vector_has_length_one()
    {
        var random = new SplitMix(3);
        var weights = new EncoderWeights(D, Length);
        weights.Begin(random);
        var of = new Encoding(D, Length) { Count = 2 };

        Loss(weights, of, Numbers(random, 2 * D), new float[D]);

        Assert.Equal(1, of.Session.Sum(value => value * value), 1e-4f);
    }

    static float Loss(EncoderWeights weights, Encoding of, float[] vectors, float[] target)
    {
        for (var i = 0; i < of.Count; i++)
        {
            vectors.AsSpan(i * D, D).CopyTo(of.VectorAt(i));
        }

        Forward(weights, of);
        return of.Session.Zip(target).Sum(pair => pair.First * pair.Second);
    }

    static float Slope(float[] values, int at, Func<float> loss)
    {
        const float step = 5e-3f;
        var before = values[at];
        values[at] = before + step;
        var above = loss();
        values[at] = before - step;
        var below = loss();
        values[at] = before;
        return (above - below) / (2 * step);
    }

    static float[] Numbers(SplitMix random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextFloat()) - 1)];
}
