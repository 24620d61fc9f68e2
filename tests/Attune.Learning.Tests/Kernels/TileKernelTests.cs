using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed unsafe class TileKernelTests
{
    delegate void Product(float* a, int aStride, float* b, int bStride, int depth, float* c, int cStride);

    public static TheoryData<int> Depths => [0, 1, 2, 3, 7, 32, 33, 256];

    [Theory]
    [MemberData(nameof(Depths))]
    public void Every_form_of_the_tile_product_agrees_with_the_definition_at_any_stride(int depth)
    {
        var expected = Reduced(TileProduct.Scalar, depth);

        Numbers.AssertClose(expected, Reduced(TileProduct.Subtract, depth), 1e-4f);
        Numbers.AssertClose(expected, Reduced(TileProduct.Wide, depth), 1e-4f);
        Numbers.AssertClose(expected, Reduced(TileProduct.Vectorized, depth), 1e-4f);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(256)]
    public void The_sweep_in_blocks_agrees_with_one_pivot_after_the_other(int n)
    {
        var expected = Numbers.PositiveDefinite(n, 1);
        for (var i = 0; i < n; i++)
        {
            expected[(i * n) + i] += 1;
        }

        float[] found = [.. expected];
        Assert.True(TileSweep.Scalar(expected, n));
        Assert.True(TrySweep(found, n));

        Numbers.AssertClose(expected, found, 1e-3f);
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal(found[i], found[i * n]));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(160)]
    public void The_cholesky_factor_in_blocks_agrees_with_the_definition(int n)
    {
        var expected = Numbers.PositiveDefinite(n, 1);
        for (var i = 0; i < n; i++)
        {
            expected[(i * n) + i] += 1;
        }

        float[] found = [.. expected];
        Assert.True(CholeskyFactor.Scalar(expected, n));
        Assert.True(TryFactor(found, n));

        GramMatrix.Mirror(expected, n);
        GramMatrix.Mirror(found, n);
        Numbers.AssertClose(expected, found, 1e-3f);

        found[(n - 1) * (n + 1)] = float.NaN;
        Assert.False(TryFactor(found, n));
    }

    [Fact]
    public void Sweeping_every_pivot_gives_the_inverse_with_its_sign_turned()
    {
        // [2 1; 1 2] has the inverse [2 −1; −1 2] / 3.
        float[] a = [2, 1, 1, 2];

        Assert.True(TileSweep.Scalar(a, 2));

        Numbers.AssertClose([-2 / 3f, 1 / 3f, 1 / 3f, -2 / 3f], a, 1e-6f);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_positive_definite_is_not_swept(float pivot)
    {
        var a = new float[64 * 64];
        for (var i = 0; i < 64; i++)
        {
            a[i * 65] = i == 40 ? pivot : 1;
        }

        Assert.False(TrySweep([.. a], 64));
        Assert.False(TileSweep.Scalar(a, 64));
    }

    static bool TrySweep(float[] a, int n)
    {
        var scratch = new float[TileSweep.ScratchFor(n)];
        fixed (float* tile = a, work = scratch)
        {
            return TileSweep.TrySweep(tile, n, work);
        }
    }

    static bool TryFactor(float[] a, int n)
    {
        fixed (float* matrix = a)
        {
            return BlockCholesky.TryFactor(matrix, n);
        }
    }

    static float[] Reduced(Product product, int depth)
    {
        const int aStride = 9, bStride = 33, cStride = 40;
        var (a, b, c) = (Numbers.Uniform((depth + 1) * aStride, 1), Numbers.Uniform((depth + 1) * bStride, 2), Numbers.Uniform(8 * cStride, 3));
        fixed (float* left = a, right = b, target = c)
        {
            product(left, aStride, right, bStride, depth, target, cStride);
        }

        return c;
    }
}
