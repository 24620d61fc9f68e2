using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class MatrixKernelTests
{
    const float Tolerance = 3e-5f;

    public static TheoryData<int> Lengths => Numbers.Lengths();

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Products_of_rows_with_a_vector_agree_with_the_definition(int n)
    {
        for (var rows = 0; rows < 10; rows++)
        {
            var (y, x) = (Numbers.Uniform(rows * n, 1), Numbers.Uniform(n, 2));
            var (expected, found, wide) = (new float[rows], new float[rows], new float[rows]);

            RowProducts.Scalar(y, x, expected);
            RowProducts.Of(y, x, found);
            RowProducts.Wide(y, x, wide);

            Numbers.AssertClose(expected, found, Tolerance);
            Numbers.AssertClose(expected, wide, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Weighted_sums_of_rows_agree_with_the_definition(int n)
    {
        for (var rows = 0; rows < 6; rows++)
        {
            var (y, t) = (Numbers.Uniform(rows * n, 1), Numbers.Uniform(rows, 2));
            var expected = Numbers.Uniform(n, 3);
            float[] found = [.. expected], wide = [.. expected];

            RowSum.Scalar(y, t, expected);
            RowSum.Add(y, t, found);
            RowSum.Wide(y, t, wide);

            Numbers.AssertClose(expected, found, Tolerance);
            Numbers.AssertClose(expected, wide, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Gathered_rows_lie_side_by_side_in_the_order_asked_for(int n)
    {
        var y = Numbers.Uniform(20 * n, 1);
        int[] rows = [19, 0, 3, 3, 7, 18, 1, 2, 4, 5, 6, 11];
        var (expected, found) = (new float[rows.Length * n], new float[rows.Length * n]);

        RowGather.Scalar(y, n, rows, expected);
        RowGather.Copy(y, n, rows, found);

        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_row_outside_the_matrix_is_refused_and_not_read()
    {
        var y = new float[4 * 16];

        Assert.Throws<ArgumentOutOfRangeException>(() => RowGather.Copy(y, 16, [4], new float[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowGather.Copy(y, 16, [-1], new float[16]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(128)]
    public void Products_of_matrices_agree_with_the_definition_at_every_number_of_rows(int n)
    {
        var b = Numbers.Uniform(n * n, 2);
        for (var rows = 0; rows < 10; rows++)
        {
            var a = Numbers.Uniform(rows * n, 1);
            var expected = new float[rows * n];
            var found = Numbers.Uniform(rows * n, 3);

            MatrixProduct.Scalar(a, b, n, expected);
            MatrixProduct.Of(a, b, n, found);

            Numbers.AssertClose(expected, found, Tolerance);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void Tiles_of_a_matrix_product_agree_with_the_definition(int n)
    {
        var (a, b) = (Numbers.Uniform(8 * n, 1), Numbers.Uniform(n * n, 2));
        var (expected, found) = (new float[8 * n], new float[8 * n]);

        MatrixProduct.Scalar(a, b, n, expected);
        MatrixProduct.Wide(a, b, n, found);

        Numbers.AssertClose(expected, found, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_form_of_the_gram_matrix_agrees_with_the_definition_above_the_diagonal(int n)
    {
        Assert.SkipUnless(n > 0, "A matrix without columns has no rows to count.");
        var x = Numbers.Uniform(7 * n, 1);
        var start = Numbers.Uniform(n * n, 2);
        float[] expected = [.. start], found = [.. start], wide = [.. start], vectorized = [.. start];

        GramMatrix.Scalar(x, n, expected);
        GramMatrix.Add(x, n, found);
        GramMatrix.Wide(x, n, wide);
        GramMatrix.Vectorized(x, n, vectorized);

        foreach (var gram in (float[][])[expected, found, wide, vectorized])
        {
            GramMatrix.Mirror(gram, n);
        }

        Numbers.AssertClose(expected, found, Tolerance);
        Numbers.AssertClose(expected, wide, Tolerance);
        Numbers.AssertClose(expected, vectorized, Tolerance);
    }
}
