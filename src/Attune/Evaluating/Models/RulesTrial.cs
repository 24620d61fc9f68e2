using Attune.Learning.Evaluation;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Sequential rules: lists of where each item leads, summed over the history, the last item first of all.</summary>
sealed record RulesTrial : ITrialModel
{
    internal static TrialFamily Family { get; } = new(
        "rules",
        [
            ("rules.window", new SequentialRulesSettings().Window),
            ("rules.gapExponent", new SequentialRulesSettings().GapExponent),
            ("rules.backward", new SequentialRulesSettings().Backward),
            ("rules.sourceExponent", new SequentialRulesSettings().SourceExponent),
            ("rules.targetExponent", new SequentialRulesSettings().TargetExponent),
            ("rules.halfLifeShare", 0),
            ("rules.recency", 0.3),
        ],
        request => request.Ordered ? [Of(request)] : [],
        TrialSlot.Next);

    static readonly float[] Recencies = [0.1f, 0.2f, 0.3f, 0.45f, 0.6f, 0.75f, 0.9f];

    public string Name => "rules";

    internal SequentialRulesSettings Rules { get; init; } = new();

    /// <summary>Half-life of a session, as a share of the sessions there are; 0 for none.</summary>
    internal double HalfLifeShare { get; init; }

    /// <summary>As <see cref="HistoryWeights.Recency"/>.</summary>
    internal float Recency { get; init; }

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("window", Rules.Window),
        ("gapExponent", Rules.GapExponent),
        ("backward", Rules.Backward),
        ("sourceExponent", Rules.SourceExponent),
        ("targetExponent", Rules.TargetExponent),
        ("halfLifeShare", HalfLifeShare),
        ("recency", Recency),
    ];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var rules = Rules with { RecencyHalfLife = (float)(HalfLifeShare * split.Train.Users) };
        return new NeighborScorer(
            SequentialRules.Train(split.Train, rules, cancellation), new HistoryWeights { Recency = Recency }, Name);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        static IEnumerable<RulesTrial> Try(RulesTrial trial, float[] values, Func<SequentialRulesSettings, float, SequentialRulesSettings> set) =>
            values.Select(value => trial with { Rules = set(trial.Rules, value) });

        return CoordinateSearch.Run<RulesTrial>(
            this,
            [
                trial => Recencies.Select(value => trial with { Recency = value }),
                trial => Try(trial, [0, 0.1f, 0.25f, 0.5f, 0.75f, 1], (rules, value) => rules with { Backward = value }),
                trial => Try(trial, [0.3f, 0.6f, 1, 1.5f, 2.5f], (rules, value) => rules with { GapExponent = value }),
                trial => Try(trial, [0, 0.1f, 0.2f, 0.35f, 0.5f], (rules, value) => rules with { TargetExponent = value }),
                trial => Try(trial, [0, 0.25f, 0.5f, 0.75f, 1], (rules, value) => rules with { SourceExponent = value }),
                trial => new[] { 0, 0.05, 0.1, 0.2, 0.4, 0.8 }.Select(share => trial with { HalfLifeShare = share }),
                trial => Try(trial, [5, 15, 50], (rules, value) => rules with { Window = (int)value }),
            ],
            figure,
            passes: 2).Settings;
    }

    static RulesTrial Of(TrialRequest request) =>
        new() { Rules = RulesOf(request), HalfLifeShare = request.Of("rules.halfLifeShare"), Recency = request.Of("rules.recency") };

    internal static SequentialRulesSettings RulesOf(TrialRequest request) => new()
    {
        Window = (int)request.Of("rules.window"),
        GapExponent = request.Of("rules.gapExponent"),
        Backward = request.Of("rules.backward"),
        SourceExponent = request.Of("rules.sourceExponent"),
        TargetExponent = request.Of("rules.targetExponent"),
        Threads = request.Threads,
    };
}
