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
/// <para><b>Cost.</b> Candidates · chosen likenesses, and as many logarithms as candidates have categories of the mix.</para>
/// </remarks>
static class MarginalChoice
{
    /// <summary>Chooses so many.</summary>
    public static void Choose(Choice choice, double diversity, double calibration, CategoryMix mix, int wanted)
    {
        var (d, c) = ((float)diversity, (float)calibration);
        var nearest = choice.Work.AsSpan(0, choice.Count);
        nearest.Clear();
        mix.BeginList();
        while (choice.ChosenCount < wanted)
        {
            var best = -1;
            var most = float.NegativeInfinity;
            var divergence = c > 0 ? mix.DivergenceWithout(choice.ChosenCount + 1) : 0;
            for (var candidate = 0; candidate < choice.Count; candidate++)
            {
                if (choice.IsChosen(candidate))
                {
                    continue;
                }

                var value = ((1 - d) * choice.Relevance[candidate]) - (d * nearest[candidate]);
                if (c > 0)
                {
                    value = ((1 - c) * value) - (c * (divergence + mix.Change(choice.Likeness.CategoriesOf(candidate), choice.ChosenCount + 1)));
                }

                if (value > most)
                {
                    (best, most) = (candidate, value);
                }
            }

            choice.Take(best);
            mix.Add(choice.Likeness.CategoriesOf(best));
            for (var candidate = 0; d > 0 && candidate < choice.Count; candidate++)
            {
                nearest[candidate] = choice.IsChosen(candidate) ? 0 : Math.Max(nearest[candidate], choice.Likeness.Of(candidate, best));
            }
        }
    }
}
