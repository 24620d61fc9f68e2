namespace Attune.Recommending.Arranging;

/// <summary>Chooses by maximal marginal relevance, and towards a mix of categories.</summary>
/// <remarks>
/// <para><b>Computes.</b> Next is the candidate i of the highest
/// <code>
///   (1 − c) · ((1 − d) · relevance(i) − d · max over those chosen j of likeness(i, j)) − c · KL(p ‖ q with i)
/// </code>
/// d being the diversity, c the calibration, p the user's mix of categories and q the list's, smoothed by 0.01 of p. With d and c 0
/// it is the order of the scores; of equal candidates the one with the higher score.</para>
/// <para><b>Sources.</b> Carbonell, Goldstein, "The Use of MMR", SIGIR 1998; Steck, "Calibrated Recommendations", RecSys 2018.</para>
/// <para><b>Cost.</b> A likeness is only worked out for candidates that could still be next: what is known of one so far bounds its value
/// from above, because likeness to the nearest only grows (Minoux's lazy greedy, 1978), and candidates come by falling relevance.</para>
/// </remarks>
static class MarginalChoice
{
    /// <summary>Chooses so many.</summary>
    /// <param name="choice">The candidates, by falling relevance.</param>
    /// <param name="diversity">d, 0 to 1.</param>
    /// <param name="calibration">c, 0 to 1; 0 where nothing is known of the user's mix.</param>
    /// <param name="mix">The user's mix.</param>
    /// <param name="wanted">How many, at most as there are.</param>
    public static void Choose(Choice choice, double diversity, double calibration, CategoryMix mix, int wanted)
    {
        choice.ClearNearest();
        mix.BeginList();
        while (choice.ChosenCount < wanted)
        {
            var best = Best(choice, (float)diversity, (float)calibration, mix);
            choice.Take(best);
            mix.Add(choice.Likeness.CategoriesOf(best));
        }
    }

    static int Best(Choice choice, float d, float c, CategoryMix mix)
    {
        var (best, most) = (-1, float.NegativeInfinity);
        var length = choice.ChosenCount + 1;
        var divergence = c > 0 ? mix.BeginStep(length) : 0;
        var least = c > 0 ? c * (divergence + mix.GreatestGain) : 0;
        for (var candidate = 0; candidate < choice.Count; candidate++)
        {
            if (choice.IsChosen(candidate))
            {
                continue;
            }

            var relevance = (1 - c) * (1 - d) * choice.Relevance[candidate];
            if (relevance - least <= most)
            {
                break;
            }

            var known = relevance - ((1 - c) * d * choice.Nearest(candidate));
            if (known - least <= most)
            {
                continue;
            }

            var loss = c > 0 ? c * (divergence + mix.Change(choice.Likeness.CategoriesOf(candidate), length)) : 0;
            if (known - loss <= most)
            {
                continue;
            }

            var value = relevance - ((1 - c) * d * (d > 0 ? choice.BringUpToDate(candidate) : 0)) - loss;
            if (value > most)
            {
                (best, most) = (candidate, value);
            }
        }

        return best;
    }
}
