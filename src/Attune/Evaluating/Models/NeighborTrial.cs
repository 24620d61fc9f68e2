using Attune.Learning.Evaluation;
using Attune.Learning.Neighbors;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Item-to-item: lists by co-occurrence, summed over the history.</summary>
sealed record NeighborTrial : ITrialModel
{
    public string Name { get; init; } = "item-to-item";

    internal NeighborSettings Lists { get; init; } = new();

    internal HistoryWeights History { get; init; } = new();

    /// <summary>Half-life of a history's items, in days; 0 for none.</summary>
    internal double HistoryHalfLifeDays { get; init; }

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("k", Lists.K),
        ("shrinkage", Lists.Shrinkage),
        ("userExponent", Lists.UserExponent),
        ("sourceExponent", Lists.SourceExponent),
        ("targetExponent", Lists.TargetExponent),
        ("strengthExponent", Lists.StrengthExponent),
        ("recency", History.Recency),
        ("historyHalfLifeDays", HistoryHalfLifeDays),
    ];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var weights = HistoryHalfLifeDays > 0 ? History with { HalfLife = HalfLives.Micros(HistoryHalfLifeDays) } : History;
        return new NeighborScorer(CosineNeighbors.Train(split.Train.ToMatrix(), Lists, null, cancellation), weights, Name);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        IEnumerable<NeighborTrial> Try(float[] values, Func<NeighborSettings, float, NeighborSettings> set, NeighborTrial trial) =>
            values.Select(value => trial with { Lists = set(trial.Lists, value) });

        return CoordinateSearch.Run<NeighborTrial>(
            this,
            [
                trial => Try([0, 0.5f, 1], (lists, value) => lists with { UserExponent = value }, trial),
                trial => Try([0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f], (lists, value) => lists with { TargetExponent = value }, trial),
                trial => Try([0, 0.25f, 0.5f, 0.75f], (lists, value) => lists with { SourceExponent = value }, trial),
                trial => Try([0, 0.5f, 2, 10, 50], (lists, value) => lists with { Shrinkage = value }, trial),
                trial => Try([0, 0.5f, 1], (lists, value) => lists with { StrengthExponent = value }, trial),
                trial => Try([100, 200, 500], (lists, value) => lists with { K = (int)value }, trial),
                trial => new[] { 1, 0.95f, 0.9f, 0.8f, 0.6f, 0.4f, 0.2f }
                    .Select(value => trial with { History = trial.History with { Recency = value } }),
                trial => (timed ? HalfLives.Days : []).Select(days => trial with { HistoryHalfLifeDays = days }),
            ],
            figure,
            passes: 2).Settings;
    }
}
