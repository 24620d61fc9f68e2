using Attune.Learning.Evaluation;
using Attune.Learning.Linear;
using Attune.Learning.Matrices;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Linear item-to-item: every item explained by the others, in closed form, cut to lists.</summary>
/// <remarks>
/// In a search the exact model is tried up to 8 192 items, where it takes seconds; beyond it would take minutes a trial, and has
/// not been the better one yet (ADR 0012).
/// </remarks>
sealed record LinearTrial : ITrialModel
{
    const double Gibibyte = 1L << 30;

    static readonly long SearchBudget = SymmetricMatrix.BytesFor(8192);

    static readonly float[] Recencies = [1, 0.9f, 0.7f, 0.5f, 0.3f];

    internal static TrialFamily Family { get; } = new(
        "linear",
        [
            ("linear.neighbors", new LinearSettings().K),
            ("linear.regularization", new LinearSettings().Regularization),
            ("linear.frequencyExponent", new LinearSettings().FrequencyExponent),
            ("linear.userExponent", new LinearSettings().UserExponent),
            ("linear.strengthExponent", new LinearSettings().StrengthExponent),
            ("linear.candidates", new LinearSettings().Candidates),
            ("linear.exact", 0),
            ("linear.memoryGiB", new LinearSettings().MemoryBudget / Gibibyte),
            ("linear.recency", new HistoryWeights().Recency),
            ("linear.trainHalfLifeDays", 0),
        ],
        request => [Of(request)],
        TrialSlot.Similar);

    public string Name { get; init; } = "linear";

    internal LinearSettings Lists { get; init; } = new();

    internal HistoryWeights History { get; init; } = new();

    /// <summary>Half-life of strengths in train, in days; 0 for none.</summary>
    internal double TrainHalfLifeDays { get; init; }

    internal TrendSettings Trend { get; init; } = new();

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("neighbors", Lists.K),
        ("regularization", Lists.Regularization),
        ("frequencyExponent", Lists.FrequencyExponent),
        ("userExponent", Lists.UserExponent),
        ("strengthExponent", Lists.StrengthExponent),
        ("candidates", Lists.Candidates),
        ("exact", Lists.Exact ? 1 : 0),
        ("memoryGiB", Lists.MemoryBudget / Gibibyte),
        ("recency", History.Recency),
        ("trainHalfLifeDays", TrainHalfLifeDays),
        .. Trend.Listed,
    ];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var train = TrainHalfLifeDays > 0 ? split.Train.Faded(split.Now, HalfLives.Micros(TrainHalfLifeDays)) : split.Train;
        var lists = LinearNeighbors.Train(train.ToMatrix(), Lists, null, cancellation);
        return Trend.Apply(new NeighborScorer(lists, History, Name), split);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        IEnumerable<LinearTrial> Try(float[] values, Func<LinearSettings, float, LinearSettings> set, LinearTrial trial) =>
            values.Select(value => trial with { Lists = set(trial.Lists, value) });

        var best = CoordinateSearch.Run<LinearTrial>(
            this with { Lists = Lists with { MemoryBudget = Math.Min(Lists.MemoryBudget, SearchBudget) } },
            [
                trial => Try([0.5f, 1, 2, 4, 8], (lists, value) => lists with { Regularization = value }, trial),
                trial => Try([0, 0.5f, 1], (lists, value) => lists with { UserExponent = value }, trial),
                trial => Try([0, 0.25f, 0.5f, 0.75f], (lists, value) => lists with { FrequencyExponent = value }, trial),
                trial => Try([0, 0.5f, 1], (lists, value) => lists with { StrengthExponent = value }, trial),
                trial => Try([64, 128, 256], (lists, value) => lists with { Candidates = (int)value }, trial),
                trial => Try([0, 1], (lists, value) => lists with { Exact = value > 0 }, trial),
                trial => Recencies.Select(value => trial with { History = trial.History with { Recency = value } }),
                trial => (timed ? HalfLives.Long : []).Select(days => trial with { TrainHalfLifeDays = days }),
                trial => (timed ? trial.Trend.OtherHalfLives() : []).Select(trend => trial with { Trend = trend }),
                trial => trial.Trend.OtherExponents().Select(trend => trial with { Trend = trend }),
            ],
            figure,
            passes: 2).Settings;
        return best with { Lists = best.Lists with { MemoryBudget = Lists.MemoryBudget } };
    }

    static LinearTrial Of(TrialRequest request) => new()
    {
        Lists = new LinearSettings
        {
            K = (int)request.Of("linear.neighbors"),
            Regularization = request.Of("linear.regularization"),
            FrequencyExponent = request.Of("linear.frequencyExponent"),
            UserExponent = request.Of("linear.userExponent"),
            StrengthExponent = request.Of("linear.strengthExponent"),
            Candidates = (int)request.Of("linear.candidates"),
            Exact = request.Of("linear.exact") > 0,
            MemoryBudget = (long)(request.Of("linear.memoryGiB") * Gibibyte),
            Threads = request.Threads,
        },
        History = new HistoryWeights { Recency = request.Of("linear.recency") },
        TrainHalfLifeDays = request.Timed ? request.Of("linear.trainHalfLifeDays") : 0,
        Trend = request.Trend,
    };
}
