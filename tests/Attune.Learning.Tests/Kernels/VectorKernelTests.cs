using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class VectorKernelTests
{
    const float Tolerance = 1e-5f;

    public static TheoryData<int> Lengths => Numbers.Lengths();

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_form_of_the_inner_product_agrees_with_the_definition(int length)
    {
        var (x, y) = (Numbers.Uniform(length, 1), Numbers.Uniform(length, 2));
        var expected = DotProduct.Scalar(x, y);

        Numbers.AssertClose(
            [expected, expected, expected], [DotProduct.Of(x, y), DotProduct.Vectorized(x, y), DotProduct.Wide(x, y)], Tolerance);
        Numbers.AssertClose([DotProduct.Scalar(x, x)], [DotProduct.Of(x, x)], Tolerance);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Not_a_number_and_infinity_pass_through_an_inner_product(int length)
    {
        Assert.SkipUnless(length > 0, "Needs an element.");
        var x = Numbers.Uniform(length, 1);
        var y = new float[length];
        Array.Fill(y, 1f);

        x[length - 1] = float.NaN;
        Assert.True(float.IsNaN(DotProduct.Of(x, y)));
        x[length - 1] = float.PositiveInfinity;
        Assert.Equal(float.PositiveInfinity, DotProduct.Of(x, y));
    }

    [Fact]
    public void Inner_products_of_different_lengths_are_refused_with_both()
    {
        var refusal = Assert.Throws<ArgumentException>(() => DotProduct.Of([1f, 2f, 3f], [1f]));

        Assert.Contains("3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_form_of_scaled_addition_agrees_and_leaves_what_lies_beyond(int length)
    {
        var x = Numbers.Uniform(length, 1);
        var expected = Numbers.Uniform(length + 3, 2);
        float[] found = [.. expected], wide = [.. expected], vectorized = [.. expected];

        ScaledAddition.Scalar(0.7f, x, expected);
        ScaledAddition.Add(0.7f, x, found);
        ScaledAddition.Wide(0.7f, x, wide);
        ScaledAddition.Vectorized(0.7f, x, vectorized);

        Numbers.AssertClose(expected, found, Tolerance);
        Numbers.AssertClose(expected, wide, Tolerance);
        Numbers.AssertClose(expected, vectorized, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_form_of_a_plane_rotation_agrees_and_keeps_lengths(int length)
    {
        var (x, y) = (Numbers.Uniform(length, 1), Numbers.Uniform(length, 2));
        float[] wideX = [.. x], wideY = [.. y], vectorX = [.. x], vectorY = [.. y], foundX = [.. x], foundY = [.. y];
        var squares = DotProduct.Scalar(x, x) + DotProduct.Scalar(y, y);

        PlaneRotation.Scalar(0.6f, 0.8f, x, y);
        PlaneRotation.Wide(0.6f, 0.8f, wideX, wideY);
        PlaneRotation.Vectorized(0.6f, 0.8f, vectorX, vectorY);
        PlaneRotation.Apply(0.6f, 0.8f, foundX, foundY);

        Numbers.AssertClose(x, wideX, Tolerance);
        Numbers.AssertClose(y, wideY, Tolerance);
        Numbers.AssertClose(x, vectorX, Tolerance);
        Numbers.AssertClose(y, vectorY, Tolerance);
        Numbers.AssertClose(x, foundX, Tolerance);
        Numbers.AssertClose(y, foundY, Tolerance);
        Numbers.AssertClose([squares], [DotProduct.Scalar(x, x) + DotProduct.Scalar(y, y)], Tolerance);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Elementwise_steps_are_what_their_formulas_say(int length)
    {
        var (x, y) = (Numbers.Uniform(length, 1), Numbers.Uniform(length, 2));
        var product = new float[length];
        float[] scaled = [.. y], weighed = [.. y];

        var dot = Elementwise.MultiplyAndDot(x, y, product);
        Numbers.AssertClose(x.Zip(y, (a, b) => a * b).ToArray(), product, Tolerance);
        Numbers.AssertClose([DotProduct.Scalar(x, product)], [dot], Tolerance);

        Elementwise.Multiply(x, x, product);
        Numbers.AssertClose(x.Select(a => a * a).ToArray(), product, Tolerance);

        Elementwise.ScaleAndAdd(x, 0.3f, scaled);
        Numbers.AssertClose(x.Zip(y, (a, b) => a + (0.3f * b)).ToArray(), scaled, Tolerance);

        Elementwise.Weigh(x, -1f, weighed);
        Numbers.AssertClose(x.Zip(y, (a, b) => a * (b - 1)).ToArray(), weighed, Tolerance);
    }
}
