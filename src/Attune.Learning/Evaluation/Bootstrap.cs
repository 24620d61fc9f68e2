using Attune.Learning.Parallelism;

namespace Attune.Learning.Evaluation;

/// <summary>Percentile intervals of means, by resampling users with replacement.</summary>
/// <remarks>
/// <para>Efron, "Bootstrap methods: another look at the jackknife", Ann. Statist. 7(1), 1979. Whole groups are drawn, and a
/// resampled mean is the sum over the drawn groups' questions / their number: for users a group is one question, for
/// sessions all prefixes of one.</para>
/// <para>Resample r draws from a SplitMix64 stream seeded by (seed, r): the interval depends on the seed alone, not on the
/// number of threads. The same seed and number of groups draws the same groups, so two models' resamples are paired.</para>
/// </remarks>
public static class Bootstrap
{
    const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The mean of <paramref name="values"/> and its 95 % interval.</summary>
    /// <param name="values">By question; not empty.</param>
    /// <param name="groups">By question: its group, consecutive from 0, not falling; empty where each is its own.</param>
    /// <param name="resamples">How many; 0 gives the mean thrice.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="threads">0 = all processors.</param>
    public static Estimate Mean(
        ReadOnlySpan<double> values, ReadOnlySpan<int> groups, int resamples, int seed, int threads = 0)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A mean of no values is not defined.", nameof(values));
        }

        var count = groups.IsEmpty ? values.Length : groups[^1] + 1;
        var (sums, sizes, total) = (new double[count], new int[count], 0.0);
        for (var n = 0; n < values.Length; n++)
        {
            var group = groups.IsEmpty ? n : groups[n];
            sums[group] += values[n];
            sizes[group]++;
            total += values[n];
        }

        var mean = total / values.Length;
        if (resamples == 0)
        {
            return new Estimate(mean, mean, mean);
        }

        var means = new double[resamples];
        Blocks.Run(
            resamples,
            8,
            threads,
            () => 0,
            (_, from, to) =>
            {
                for (var r = from; r < to; r++)
                {
                    means[r] = Resample(sums, sizes, Mix((ulong)(uint)seed * Golden) + (ulong)r);
                }
            },
            null,
            CancellationToken.None);
        Array.Sort(means);
        return new Estimate(mean, Percentile(means, 0.025), Percentile(means, 0.975));
    }

    /// <summary>
    /// The mean of first − second over the same questions and its 95 % interval: above 0 throughout means that the first is
    /// better beyond chance.
    /// </summary>
    public static Estimate Difference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<int> groups, int resamples, int seed)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are {first.Length} and {second.Length} values; they must match.", nameof(second));
        }

        var differences = new double[first.Length];
        for (var n = 0; n < differences.Length; n++)
        {
            differences[n] = first[n] - second[n];
        }

        return Mean(differences, groups, resamples, seed);
    }

    static double Resample(double[] sums, int[] sizes, ulong state)
    {
        var (sum, size) = (0.0, 0L);
        state = Mix(state);
        for (var n = 0; n < sums.Length; n++)
        {
            state += Golden;
            var group = (int)Math.BigMul(Mix(state), (ulong)sums.Length, out _);
            sum += sums[group];
            size += sizes[group];
        }

        return sum / size;
    }

    // The nearest rank, so that no interpolation rule needs stating.
    static double Percentile(double[] sorted, double share) =>
        sorted[Math.Clamp((int)Math.Round(share * sorted.Length), 0, sorted.Length - 1)];

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
