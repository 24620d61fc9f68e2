using Attune.Learning.Evaluation;
using Attune.Learning.Neighbors;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Item-to-item: lists by co-occurrence, summed over the history.</summary>
sealed record NeighborTrial : ITrialModel
{
    internal static TrialFamily Family { get; } = new(
        "item-to-item",
        [
            ("itemToItem.neighbors", new NeighborSettings().K),
            ("itemToItem.shrinkage", new NeighborSettings().Shrinkage),
            ("itemToItem.userExponent", new NeighborSettings().UserExponent),
            ("itemToItem.sourceExponent", new NeighborSettings().SourceExponent),
            ("itemToItem.targetExponent", new NeighborSettings().TargetExponent),
            ("itemToItem.strengthExponent", new NeighborSettings().StrengthExponent),
            ("itemToItem.recency", new HistoryWeights().Recency),
            ("itemToItem.historyHalfLifeDays", 0),
            ("itemToItem.trainHalfLifeDays", 0),
        ],
        request => [Of(request)],
        TrialSlot.Similar);

    public string Name { get; init; } = "item-to-item";

    internal NeighborSettings Lists { get; init; } = new();

    internal HistoryWeights History { get; init; } = new();

    /// <summary>Half-life of a history's items, in days; 0 for none.</summary>
    internal double HistoryHalfLifeDays { get; init; }

    /// <summary>Half-life of strengths in train, in days; 0 for none.</summary>
    internal double TrainHalfLifeDays { get; init; }

    internal TrendSettings Trend { get; init; } = new();

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
        ("trainHalfLifeDays", TrainHalfLifeDays),
        .. Trend.Listed,
    ];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var weights = HistoryHalfLifeDays > 0 ? History with { HalfLife = HalfLives.Micros(HistoryHalfLifeDays) } : History;
        var train = TrainHalfLifeDays > 0 ? split.Train.Faded(split.Now, HalfLives.Micros(TrainHalfLifeDays)) : split.Train;
        var lists = CosineNeighbors.Train(train.ToMatrix(), Lists, null, cancellation);
        return Trend.Apply(new NeighborScorer(lists, weights, Name), split);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        IEnumerable<NeighborTrial> Try(float[] values, Func<NeighborSettings, float, NeighborSettings> set, NeighborTrial trial) =>
            values.Select(value => trial with { Lists = set(trial.Lists, value) });

        return CoordinateSearch.Run<NeighborTrial>(
            this,
            [
                trial => Try([0, 0.5f, 1], (lists, value) => lists with { UserExponent = value }, trial),
                trial => Try([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f], (lists, value) => lists with { TargetExponent = value }, trial),
                trial => Try([0, 0.25f, 0.5f, 0.75f], (lists, value) => lists with { SourceExponent = value }, trial),
                trial => Try([0, 0.5f, 2, 10, 50], (lists, value) => lists with { Shrinkage = value }, trial),
                trial => Try([0, 0.5f, 1], (lists, value) => lists with { StrengthExponent = value }, trial),
                trial => Try([100, 200, 500], (lists, value) => lists with { K = (int)value }, trial),
                trial => new[] { 1, 0.95f, 0.9f, 0.8f, 0.6f, 0.4f, 0.2f }
                    .Select(value => trial with { History = trial.History with { Recency = value } }),
                trial => (timed ? HalfLives.Days : []).Select(days => trial with { HistoryHalfLifeDays = days }),
                trial => (timed ? HalfLives.Long : []).Select(days => trial with { TrainHalfLifeDays = days }),
                trial => (timed ? trial.Trend.OtherHalfLives() : []).Select(trend => trial with { Trend = trend }),
                trial => trial.Trend.OtherExponents().Select(trend => trial with { Trend = trend }),
                trial => trial.Trend.OtherPriors().Select(trend => trial with { Trend = trend }),
            ],
            figure,
            passes: 2).Settings;
    }

    static NeighborTrial Of(TrialRequest request) => new()
    {
        Lists = new NeighborSettings
        {
            K = (int)request.Of("itemToItem.neighbors"),
            Shrinkage = request.Of("itemToItem.shrinkage"),
            UserExponent = request.Of("itemToItem.userExponent"),
            SourceExponent = request.Of("itemToItem.sourceExponent"),
            TargetExponent = request.Of("itemToItem.targetExponent"),
            StrengthExponent = request.Of("itemToItem.strengthExponent"),
            Threads = request.Threads,
        },
        History = new HistoryWeights { Recency = request.Of("itemToItem.recency") },
        HistoryHalfLifeDays = request.Of("itemToItem.historyHalfLifeDays"),
        TrainHalfLifeDays = request.Of("itemToItem.trainHalfLifeDays"),
        Trend = request.Trend,
    };
}
