using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Repeats;

/// <summary>What somebody will take up again: of the items of the history alone, by how often, how long ago, and what others did.</summary>
/// <remarks>
/// <para><b>Computes.</b> score(i) = (n − 1 + κ q(i)) · 2^(−age / half-life) · (1 − 2^(−age / interval(i)))^readiness, where n is how
/// often the user took up i: strength over that of one interaction, at least 1. Up to a factor of the user's it is the mean of a
/// gamma posterior of their rate for the item, with the item's rate as prior of weight κ.</para>
/// <para><b>Source.</b> Personal frequency with recency is what next-basket models have to beat (Hu et al., "Modeling Personalized
/// Item Frequency Information for Next-basket Recommendation", SIGIR 2020; Li et al., TOIS 2023); the prior is Bhagat et al.'s,
/// KDD 2018.</para>
/// <para>An item not in the history has nothing to say for it: to be blended with a model of new items.</para>
/// </remarks>
/// <param name="rates">The items' rates.</param>
/// <param name="settings">How they are used; the same as they were trained with.</param>
/// <param name="strength">What one interaction weighs, above 0.</param>
/// <param name="now">The instant of the question: ages are counted from it.</param>
/// <param name="name">In tables.</param>
public sealed class RepeatScorer(RepeatRates rates, RepeatSettings settings, float strength, long now, string name = "buy-again") : IScorer
{
    // So that what was taken up at this very instant is ranked, behind all else, and does not vanish.
    const double LeastReadiness = 1e-6;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => rates.Rates.Count;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        scores.Fill(float.NegativeInfinity);
        for (var n = 0; n < history.Items.Length; n++)
        {
            var item = history.Items[n];
            var age = Math.Max(0.0, now - (double)history.Times[n]);
            var expected = Math.Max(1, history.Strengths[n] / strength) - 1 + (settings.ItemPrior * rates.Rates[item]);
            if (settings.HalfLife != RepeatSettings.NoFading)
            {
                expected *= double.Exp2(-age / settings.HalfLife);
            }

            if (settings.Readiness > 0)
            {
                expected *= Math.Pow(Math.Max(LeastReadiness, 1 - double.Exp2(-age / rates.Intervals[item])), settings.Readiness);
            }

            scores[item] = (float)expected;
        }
    }
}
