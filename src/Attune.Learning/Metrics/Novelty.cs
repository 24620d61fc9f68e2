using Attune.Learning.Splits;

namespace Attune.Learning.Metrics;

/// <summary>Novelty at k: mean self-information of the items in the first k ranks, in bits.</summary>
/// <remarks>
/// <para>Novelty@k of a list = mean over its items of −log₂ p(i), where p(i) = users who took i up in train / users who took
/// anything up. From 0 (everybody has it) to log₂ users. An item nobody took up counts as if one user had.</para>
/// <para><b>Source.</b> Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems", PNAS 107(10), 2010
/// (surprisal); mean over the list as in Vargas and Castells, RecSys 2011.</para>
/// </remarks>
public sealed class Novelty
{
    readonly double[] _bits;

    Novelty(double[] bits) => _bits = bits;

    /// <summary>Counts distinct users per item in what was trained on.</summary>
    public static Novelty From(Interactions train)
    {
        // Sorted, equal pairs lie side by side: faster than a set of them.
        var (pairs, count) = (new long[train.Count], 0);
        for (var n = 0; n < train.Count; n++)
        {
            if (train.Strength.Span[n] > 0)
            {
                pairs[count++] = ((long)train.User.Span[n] << 32) | (uint)train.Item.Span[n];
            }
        }

        Array.Sort(pairs, 0, count);
        var (takers, users) = (new int[train.Items], new bool[train.Users]);
        for (var n = 0; n < count; n++)
        {
            if (n == 0 || pairs[n] != pairs[n - 1])
            {
                takers[(int)(uint)pairs[n]]++;
                users[(int)(pairs[n] >> 32)] = true;
            }
        }

        return From(takers, users.AsSpan().Count(true));
    }

    /// <summary>Takes the counts as they are.</summary>
    /// <param name="takers">By item: how many users took it up.</param>
    /// <param name="users">How many users took anything up.</param>
    public static Novelty From(ReadOnlySpan<int> takers, int users)
    {
        var bits = new double[takers.Length];
        for (var item = 0; item < bits.Length; item++)
        {
            bits[item] = Math.Log2((double)Math.Max(1, users) / Math.Max(1, takers[item]));
        }

        return new Novelty(bits);
    }

    /// <summary>Self-information of one item, in bits.</summary>
    public double Of(int item) => _bits[item];

    /// <summary>Novelty@k of a list; 0 for an empty one.</summary>
    public double At(int k, ReadOnlySpan<int> ranked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var first = ranked[..Math.Min(k, ranked.Length)];
        var sum = 0.0;
        foreach (var item in first)
        {
            sum += _bits[item];
        }

        return first.IsEmpty ? 0 : sum / first.Length;
    }
}
