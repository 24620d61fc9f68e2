using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class DecompositionTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 65, 128];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_fast_cholesky_factor_agrees_with_the_definition(int n)
    {
        var expected = Numbers.PositiveDefinite(n, 1);
        float[] found = [.. expected];

        Assert.True(CholeskyFactor.Scalar(expected, n));
        Assert.True(CholeskyFactor.TryFactor(found, n));

        GramMatrix.Mirror(expected, n);
        GramMatrix.Mirror(found, n);
        Numbers.AssertClose(expected, found, 1e-3f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Solving_with_the_cholesky_factor_satisfies_the_system(int n)
    {
        var a = Numbers.PositiveDefinite(n, 1);
        for (var i = 0; i < n; i++)
        {
            a[(i * n) + i] += 1;
        }

        var x = Numbers.Uniform(n, 2);
        var b = new float[n];
        RowProducts.Scalar(a, x, b);

        Assert.True(CholeskyFactor.TryFactor(a, n));
        CholeskyFactor.Solve(a, b);

        Numbers.AssertClose(x, b, 1e-3f);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_matrix_that_is_not_positive_definite_has_no_cholesky_factor(float corner)
    {
        Assert.False(CholeskyFactor.TryFactor([1f, 0f, 0f, corner], 2));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Eigenvectors_are_perpendicular_of_length_one_and_rebuild_the_matrix(int n)
    {
        var gram = Numbers.PositiveDefinite(n, 1);
        AssertEigen(gram, n);
    }

    [Fact]
    public void A_singular_matrix_has_eigenvalues_of_zero_and_full_eigenvectors()
    {
        const int n = 24;
        var gram = new float[n * n];
        GramMatrix.Scalar(Numbers.Uniform(3 * n, 1), n, gram); // rank 3
        GramMatrix.Mirror(gram, n);

        var values = AssertEigen(gram, n);

        Assert.Equal(3, values.Count(value => value > 1e-3f));
        Assert.All(values, value => Assert.True(value >= 0));
    }

    [Fact]
    public void The_zero_matrix_has_eigenvalues_of_zero()
    {
        Assert.Equal(new float[5], AssertEigen(new float[25], 5));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void What_is_no_gram_matrix_is_refused(float corner)
    {
        Assert.False(SymmetricEigen.TrySolve([1f, 0f, 0f, corner], 2, new float[4], new float[2], CancellationToken.None));
    }

    static float[] AssertEigen(float[] gram, int n)
    {
        var (vectors, values) = (new float[n * n], new float[n]);
        Assert.True(SymmetricEigen.TrySolve(gram, n, vectors, values, CancellationToken.None));

        var largest = Math.Max(1e-6f, values.Max());
        var (rebuilt, products) = (new float[n * n], new float[n]);
        for (var k = 0; k < n; k++)
        {
            var vector = vectors.AsSpan(k * n, n);
            RowProducts.Scalar(vectors, vector, products);
            products[k] -= 1;
            Numbers.AssertClose(new float[n], products, 3e-5f);
            for (var i = 0; i < n; i++)
            {
                ScaledAddition.Scalar(values[k] * vector[i] / largest, vector, rebuilt.AsSpan(i * n, n));
            }
        }

        Numbers.AssertClose(gram.Select(entry => entry / largest).ToArray(), rebuilt, 3e-5f);
        return values;
    }
}
