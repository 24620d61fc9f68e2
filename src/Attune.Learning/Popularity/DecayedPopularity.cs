namespace Attune.Learning.Popularity;

/// <summary>How much each item is taken up, older interactions counting for less.</summary>
/// <remarks>
/// <para><b>Computes.</b> p(i) = Σ over the interactions with i of strength · 2^−((now − time) / half-life). An interaction after
/// now counts in full.</para>
/// <para><b>Numerics.</b> Summed in double, in the order given; 0 for an item without interactions.</para>
/// </remarks>
public static class DecayedPopularity
{
    /// <summary>The half-life that means no decay at all.</summary>
    public const long NoDecay = long.MaxValue;

    /// <summary>Returns p by item index.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="item">By interaction: its item.</param>
    /// <param name="timeMicros">By interaction: when, in microseconds.</param>
    /// <param name="strength">By interaction: how much it says, 0 or more.</param>
    /// <param name="nowMicros">The instant at which an interaction counts in full.</param>
    /// <param name="halfLifeMicros">Above 0; <see cref="NoDecay"/> for none.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static float[] Train(
        int items,
        ReadOnlySpan<int> item,
        ReadOnlySpan<long> timeMicros,
        ReadOnlySpan<float> strength,
        long nowMicros,
        long halfLifeMicros)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(halfLifeMicros, 1);
        if (item.Length != timeMicros.Length || item.Length != strength.Length)
        {
            throw new ArgumentException(
                $"The columns item, time and strength must be of one length; they have {item.Length}, {timeMicros.Length} and {strength.Length}.",
                nameof(item));
        }

        var sums = new double[items];
        for (var n = 0; n < item.Length; n++)
        {
            var age = Math.Max(0, nowMicros - timeMicros[n]);
            var weight = halfLifeMicros == NoDecay ? 1 : double.Exp2(-(double)age / halfLifeMicros);
            sums[item[n]] += strength[n] * weight;
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }
}
