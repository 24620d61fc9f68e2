using System.Runtime.Intrinsics.X86;
using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class QuantizedProductsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(256)]
    public void Whole_number_sums_are_exactly_those_of_the_definition(int groups)
    {
        var random = new Random(1);
        var block = new byte[groups * 4 * 64];
        random.NextBytes(block);
        var user = new sbyte[groups * 4];
        for (var j = 0; j < user.Length; j++)
        {
            user[j] = (sbyte)random.Next(-QuantizedProducts.UserLevels, QuantizedProducts.UserLevels + 1);
        }

        AssertSame(block, user);
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(255, -1)]
    [InlineData(1, -1)]
    public void The_largest_factors_do_not_overflow(byte item, int sign)
    {
        var level = (sbyte)(sign * QuantizedProducts.UserLevels);
        var block = new byte[32 * 4 * 64];
        var user = new sbyte[32 * 4];
        Array.Fill(block, item);
        Array.Fill(user, level);

        AssertSame(block, user);
    }

    static void AssertSame(byte[] block, sbyte[] user)
    {
        var before = Enumerable.Range(-30, 64).ToArray();
        int[] expected = [.. before], found = [.. before], wide = [.. before];
        QuantizedProducts.Scalar(block, user, expected);

        QuantizedProducts.Add(block, user, found);
        Assert.Equal(expected, found);

        if (Avx2.IsSupported)
        {
            QuantizedProducts.Wide(block, user, wide);
            Assert.Equal(expected, wide);
        }
    }
}
