namespace Attune.Learning.Popularity;

/// <summary>How much more, or less, an item is taken up now than over the whole of train.</summary>
/// <remarks>
/// <para><b>Computes.</b> With n(i) the interactions with i, N all of them, r(i) and R the same faded by a half-life:
/// trend(i) = (r(i) + κ) / (R · n(i) / N + κ). The numerator is what was seen, the denominator what the long-term share
/// would have led to expect; κ interactions of "no trend" are added to both (a gamma prior of mean 1 on a Poisson rate).</para>
/// <para><b>Use.</b> A model trained on all of train estimates P(i | user) at the mean of its time. Multiplied by the trend it is
/// corrected for the change of P(i), as for a shift of priors (Saerens et al., Neural Computation 14, 2002).</para>
/// <para>1 for an item without interactions where κ is above 0, and for every item without fading.</para>
/// </remarks>
public static class Trend
{
    /// <summary>Returns the trend by item index.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="item">By interaction: its item.</param>
    /// <param name="timeMicros">By interaction: when.</param>
    /// <param name="nowMicros">The instant at which an interaction counts in full.</param>
    /// <param name="halfLifeMicros">Above 0.</param>
    /// <param name="prior">κ, in interactions, above 0.</param>
    public static float[] Train(
        int items, ReadOnlySpan<int> item, ReadOnlySpan<long> timeMicros, long nowMicros, long halfLifeMicros, double prior)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(prior);
        var ones = new float[item.Length];
        Array.Fill(ones, 1);
        var recent = DecayedPopularity.Train(items, item, timeMicros, ones, nowMicros, halfLifeMicros);
        var all = DecayedPopularity.Train(items, item, timeMicros, ones, nowMicros, DecayedPopularity.NoDecay);
        var share = item.IsEmpty ? 0 : recent.Sum(count => (double)count) / item.Length;
        var trend = new float[items];
        for (var n = 0; n < items; n++)
        {
            trend[n] = (float)((recent[n] + prior) / ((share * all[n]) + prior));
        }

        return trend;
    }
}
