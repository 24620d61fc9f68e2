using Attune.Learning.Online;

namespace Attune.Evaluating.Counterfactual;

/// <summary>What one way of making lists is worth by place: in truth, and by a log of other lists.</summary>
/// <param name="name">What the report calls it.</param>
sealed class PolicyTally(string name)
{
    /// <summary>What the report calls it.</summary>
    public string Name => name;

    /// <summary>What its own lists would have brought: known because the users' next events are.</summary>
    public ClusteredRatio Truth { get; } = new();

    /// <summary>Self-normalised inverse propensities over every logged place.</summary>
    public ClusteredRatio Snips { get; } = new();

    /// <summary>The places of lists drawn by chance alone at which it shows what was logged.</summary>
    public ClusteredRatio Replay { get; } = new();

    /// <summary>Takes up one question.</summary>
    /// <param name="user">Who was asked for.</param>
    /// <param name="lists">Lists it would have shown, equally likely, the first being the one it did: candidates by place.</param>
    /// <param name="logged">The list shown, by place, and whether chance alone drew it.</param>
    /// <param name="propensity">By place: how likely the log shows what it showed.</param>
    /// <param name="wanted">By candidate: whether the user took it up.</param>
    public void Add(int user, IReadOnlyList<int[]> lists, (int[] Shown, bool ByChance) logged, double[] propensity, bool[] wanted)
    {
        foreach (var list in lists)
        {
            foreach (var shown in list)
            {
                Truth.Add(user, 1.0 / lists.Count, wanted[shown] ? 1 : 0);
            }
        }

        for (var place = 0; place < logged.Shown.Length; place++)
        {
            var shown = logged.Shown[place];
            var reward = wanted[shown] ? 1 : 0;
            var target = lists.Count(list => place < list.Length && list[place] == shown) / (double)lists.Count;
            Snips.Add(user, target / propensity[place], reward);
            if (logged.ByChance)
            {
                Replay.Add(user, place < lists[0].Length && lists[0][place] == shown ? 1 : 0, reward);
            }
        }
    }
}
