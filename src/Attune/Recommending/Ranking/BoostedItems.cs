namespace Attune.Recommending.Ranking;

/// <summary>What the scenario makes count for more, or less: the product of the factors of all conditions an item fulfils.</summary>
static class BoostedItems
{
    /// <summary>What an item's score is multiplied by.</summary>
    public static float Factor(Question question, int item)
    {
        var factor = 1.0;
        for (var n = 0; n < question.Boosted.Count; n++)
        {
            factor *= question.Boosted[n].Contains(item) ? question.Scenario.Scenario.Boosts[n].Factor : 1;
        }

        return (float)factor;
    }
}
