using Attune.Learning.CoVisits;
using Attune.Learning.Evaluation;
using Attune.Learning.Popularity;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Item-to-item by windowed co-visits: what follows what, summed over the history with the latest item first.</summary>
sealed record CoVisitTrial : ITrialModel
{
    internal static TrialFamily Family { get; } = new(
        "co-visits",
        [
            ("coVisits.neighbors", 200),
            ("coVisits.window", new CoVisitSettings().Window),
            ("coVisits.gapExponent", (float)new CoVisitSettings().GapExponent),
            ("coVisits.backward", (float)new CoVisitSettings().Backward),
            ("coVisits.userExponent", (float)new CoVisitSettings().UserExponent),
            ("coVisits.sourceExponent", (float)new CoVisitSettings().SourceExponent),
            ("coVisits.targetExponent", (float)new CoVisitSettings().TargetExponent),
            ("coVisits.significance", (float)new CoVisitSettings().Significance),
            ("coVisits.significanceExponent", (float)new CoVisitSettings().SignificanceExponent),
            ("coVisits.halfLifeDays", 0),
            ("coVisits.recency", 0.5f),
            ("coVisits.historyHalfLifeDays", 0),
            ("coVisits.popularity", 0.03f),
        ],
        request => request.Ordered ? [Of(request)] : [],
        TrialSlot.Similar);

    public string Name => "co-visits";

    internal CoVisitSettings Pairs { get; init; } = new();

    internal HistoryWeights History { get; init; } = new();

    /// <summary>Half-life of pairs in train, in days; 0 for none.</summary>
    internal double HalfLifeDays { get; init; }

    /// <summary>Half-life of a history's items, in days; 0 for none.</summary>
    internal double HistoryHalfLifeDays { get; init; }

    /// <summary>What the most popular item gets, as a share of the mean of the lists' best scores; 0 for none.</summary>
    internal float Popularity { get; init; }

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("neighbors", Pairs.K),
        ("window", Pairs.Window),
        ("gapExponent", Pairs.GapExponent),
        ("backward", Pairs.Backward),
        ("userExponent", Pairs.UserExponent),
        ("sourceExponent", Pairs.SourceExponent),
        ("targetExponent", Pairs.TargetExponent),
        ("significance", Pairs.Significance),
        ("significanceExponent", Pairs.SignificanceExponent),
        ("halfLifeDays", HalfLifeDays),
        ("recency", History.Recency),
        ("historyHalfLifeDays", HistoryHalfLifeDays),
        ("popularity", Popularity),
    ];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var pairs = HalfLifeDays > 0 ? Pairs with { HalfLife = HalfLives.Micros(HalfLifeDays), Now = split.Now } : Pairs;
        var lists = CoVisitNeighbors.Train(UserEvents.From(split.Train), pairs, null, cancellation);
        var history = HistoryHalfLifeDays > 0 ? History with { HalfLife = HalfLives.Micros(HistoryHalfLifeDays) } : History;
        var scorer = new NeighborScorer(lists, history, Name);
        if (Popularity == 0)
        {
            return scorer;
        }

        var train = split.Train;
        var halfLife = HalfLifeDays > 0 ? HalfLives.Micros(HalfLifeDays) : DecayedPopularity.NoDecay;
        var popularity = DecayedPopularity.Train(train.Items, train.Item.Span, train.Time.Span, train.Strength.Span, split.Now, halfLife);
        var best = Enumerable.Range(0, lists.Items).Select(item => lists.Scores.Span[item * lists.K]).Where(score => score > 0);
        return new BackedByPopularity(scorer, popularity, Popularity * best.DefaultIfEmpty(1).Average());
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        static IEnumerable<CoVisitTrial> Try<T>(CoVisitTrial trial, T[] values, Func<CoVisitSettings, T, CoVisitSettings> set) =>
            values.Select(value => trial with { Pairs = set(trial.Pairs, value) });

        return CoordinateSearch.Run<CoVisitTrial>(
            this,
            [
                trial => new[] { 1, 0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.3f }
                    .Select(value => trial with { History = trial.History with { Recency = value } }),
                trial => Try(trial, [0, 0.25, 0.5, 0.75, 1], (pairs, value) => pairs with { Backward = value }),
                trial => Try(trial, [0, 0.1, 0.2, 0.3, 0.4, 0.5], (pairs, value) => pairs with { TargetExponent = value }),
                trial => Try(trial, [0, 0.5, 1, 1.5], (pairs, value) => pairs with { GapExponent = value }),
                trial => Try(trial, [0, 0.25, 0.5], (pairs, value) => pairs with { UserExponent = value }),
                trial => Try(trial, [0, 0.25, 0.5], (pairs, value) => pairs with { SourceExponent = value }),
                trial => Try(trial, [0, 0.1, 0.25], (pairs, value) => pairs with { SignificanceExponent = value }),
                trial => Try(trial, [10, 20, 50], (pairs, value) => pairs with { Window = value }),
                trial => new[] { 0, 0.01f, 0.03f, 0.1f, 0.3f }.Select(value => trial with { Popularity = value }),
                trial => (timed ? HalfLives.Long : []).Select(days => trial with { HalfLifeDays = days }),
                trial => (timed ? HalfLives.Days : []).Select(days => trial with { HistoryHalfLifeDays = days }),
            ],
            figure,
            passes: 2).Settings;
    }

    static CoVisitTrial Of(TrialRequest request) => new()
    {
        Pairs = new CoVisitSettings
        {
            K = (int)request.Of("coVisits.neighbors"),
            Window = (int)request.Of("coVisits.window"),
            GapExponent = request.Of("coVisits.gapExponent"),
            Backward = request.Of("coVisits.backward"),
            UserExponent = request.Of("coVisits.userExponent"),
            SourceExponent = request.Of("coVisits.sourceExponent"),
            TargetExponent = request.Of("coVisits.targetExponent"),
            Significance = request.Of("coVisits.significance"),
            SignificanceExponent = request.Of("coVisits.significanceExponent"),
            Threads = request.Threads,
        },
        History = new HistoryWeights { Recency = request.Of("coVisits.recency") },
        HalfLifeDays = request.Timed ? request.Of("coVisits.halfLifeDays") : 0,
        HistoryHalfLifeDays = request.Timed ? request.Of("coVisits.historyHalfLifeDays") : 0,
        Popularity = request.Of("coVisits.popularity"),
    };
}
