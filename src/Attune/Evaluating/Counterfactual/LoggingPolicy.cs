namespace Attune.Evaluating.Counterfactual;

/// <summary>Shows the best of the blend, or with a known chance anything of its candidates in any order: what a log must hold to judge other lists by.</summary>
/// <remarks>A place shows an item with random / candidates, and 1 − random more where the blend has the item there. Never 0, so every list of
/// the candidates can be judged.</remarks>
/// <param name="random">The share of lists drawn by chance alone, above 0 to 1.</param>
/// <param name="seed">Of all draws.</param>
sealed class LoggingPolicy(double random, int seed)
{
    readonly Random _chance = new(seed);

    /// <summary>Draws the list for one question.</summary>
    /// <param name="candidates">How many there are.</param>
    /// <param name="places">How many are shown.</param>
    /// <returns>By place: which of the candidates, as the blend orders them; and whether chance alone drew it.</returns>
    public (int[] Shown, bool ByChance) Draw(int candidates, int places)
    {
        int[] order = [.. Enumerable.Range(0, candidates)];
        var byChance = _chance.NextDouble() < random;
        if (byChance)
        {
            _chance.Shuffle(order);
        }

        return (order[..Math.Min(places, candidates)], byChance);
    }

    /// <summary>How likely a place shows a candidate.</summary>
    public double PropensityOf(int candidate, int place, int candidates) => (random / candidates) + (candidate == place ? 1 - random : 0);
}
