namespace Attune.Learning.Tests.Kernels;

/// <summary>Numbers for kernel tests, and the lengths at which every loop of a kernel is entered, alone and together.</summary>
static class Numbers
{
    /// <summary>All of 0 to 36, then around every multiple of 16 up to nine vectors of 16.</summary>
    public static TheoryData<int> Lengths()
    {
        var lengths = new SortedSet<int>(Enumerable.Range(0, 37));
        for (var whole = 48; whole <= 144; whole += 16)
        {
            lengths.UnionWith([whole - 1, whole, whole + 1]);
        }

        return [.. lengths];
    }

    /// <summary>Uniform in [−1, 1), the same for the same seed and length.</summary>
    public static float[] Uniform(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[length];
        foreach (ref var number in numbers.AsSpan())
        {
            number = (2 * random.NextSingle()) - 1;
        }

        return numbers;
    }

    /// <summary>A Gram matrix of more rows than columns: positive definite.</summary>
    public static float[] PositiveDefinite(int n, int seed)
    {
        var gram = new float[n * n];
        Attune.Learning.Kernels.GramMatrix.Scalar(Uniform((n + 8) * n, seed), n, gram);
        Attune.Learning.Kernels.GramMatrix.Mirror(gram, n);
        return gram;
    }

    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= tolerance * MathF.Max(1, MathF.Abs(expected[i])),
                $"Element {i}: {expected[i]} expected, {actual[i]} found.");
        }
    }
}
