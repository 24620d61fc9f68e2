namespace Attune.Learning.CoVisits;

/// <summary>How surely two things occur together more often than chance would have it.</summary>
/// <remarks>
/// <para><b>Computes.</b> G² = 2 Σ k ln(k / expected) over the four cells of the table (both, the first only, the second only,
/// neither), where expected = row sum · column sum / total. 0 where they meet less often than by chance. Asymptotically χ² of one
/// degree of freedom: 3.84 is passed by chance in 5 of 100 cases, 10.83 in 1 of 1 000.</para>
/// <para><b>Source.</b> Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics
/// 19(1), 1993: unlike χ² or pointwise mutual information it holds for rare things.</para>
/// </remarks>
public static class LogLikelihoodRatio
{
    /// <summary>Returns G², 0 or more.</summary>
    /// <param name="both">Users with both; 0 or more.</param>
    /// <param name="first">Users with the first, those with both included.</param>
    /// <param name="second">Users with the second, those with both included.</param>
    /// <param name="all">All users.</param>
    /// <exception cref="ArgumentException">The counts contradict each other; the message gives them.</exception>
    public static double Of(long both, long first, long second, long all)
    {
        var (firstOnly, secondOnly, neither) = (first - both, second - both, all - first - second + both);
        if (both < 0 || firstOnly < 0 || secondOnly < 0 || neither < 0)
        {
            throw new ArgumentException(
                $"Of {all}, {first} have the first, {second} the second and {both} both, which cannot be.", nameof(both));
        }

        if ((double)both * all <= (double)first * second)
        {
            return 0;
        }

        var sum = Cell(both, first, second, all) + Cell(firstOnly, first, all - second, all)
            + Cell(secondOnly, all - first, second, all) + Cell(neither, all - first, all - second, all);
        return Math.Max(0, 2 * sum);
    }

    static double Cell(long count, long row, long column, long all) =>
        count == 0 ? 0 : count * Math.Log((double)count / row * all / column);
}
