using Attune.Learning.Evaluation;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>The session index: what followed in the sessions most like the history.</summary>
/// <remarks>Half-lives are a share of the sessions there are, so that they mean the same for little data and much.</remarks>
sealed record SessionKnnTrial : ITrialModel
{
    internal static TrialFamily Family { get; } = new(
        "session-knn",
        [
            ("sessionKnn.recent", new SessionKnnSettings().Recent),
            ("sessionKnn.neighbors", new SessionKnnSettings().Neighbors),
            ("sessionKnn.positionDecay", new SessionKnnSettings().PositionDecay),
            ("sessionKnn.nearnessDecay", new SessionKnnSettings().NearnessDecay),
            ("sessionKnn.backward", new SessionKnnSettings().Backward),
            ("sessionKnn.sharedRarity", new SessionKnnSettings().SharedRarity),
            ("sessionKnn.itemRarity", new SessionKnnSettings().ItemRarity),
            ("sessionKnn.lengthExponent", new SessionKnnSettings().LengthExponent),
            ("sessionKnn.halfLifeShare", 0),
        ],
        request => request.Ordered ? [Of(request)] : [],
        TrialSlot.Next);

    public string Name => "session-knn";

    internal SessionKnnSettings Knn { get; init; } = new();

    /// <summary>Half-life of a session, as a share of the sessions there are; 0 for none.</summary>
    internal double HalfLifeShare { get; init; }

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("recent", Knn.Recent),
        ("neighbors", Knn.Neighbors),
        ("positionDecay", Knn.PositionDecay),
        ("nearnessDecay", Knn.NearnessDecay),
        ("backward", Knn.Backward),
        ("sharedRarity", Knn.SharedRarity),
        ("itemRarity", Knn.ItemRarity),
        ("lengthExponent", Knn.LengthExponent),
        ("halfLifeShare", HalfLifeShare),
    ];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var index = SessionIndex.From(split.Train, new SessionIndexSettings().Length, Knn.Recent);
        var knn = Knn with { RecencyHalfLife = (float)(HalfLifeShare * index.Settings.Capacity) };
        return new SessionScorer(index, split.Train.Items, knn, Name);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        static IEnumerable<SessionKnnTrial> Try(SessionKnnTrial trial, float[] values, Func<SessionKnnSettings, float, SessionKnnSettings> set) =>
            values.Select(value => trial with { Knn = set(trial.Knn, value) });

        return CoordinateSearch.Run<SessionKnnTrial>(
            this,
            [
                trial => Try(trial, [0.2f, 0.35f, 0.5f, 0.65f, 0.8f, 0.9f], (knn, value) => knn with { PositionDecay = value }),
                trial => Try(trial, [0.3f, 0.5f, 0.7f, 0.85f, 1], (knn, value) => knn with { NearnessDecay = value }),
                trial => Try(trial, [0, 0.1f, 0.25f, 0.5f, 0.75f, 1], (knn, value) => knn with { Backward = value }),
                trial => new[] { 0, 0.05, 0.1, 0.2, 0.4, 0.8 }.Select(share => trial with { HalfLifeShare = share }),
                trial => Try(trial, [100, 200, 500, 1000, 2000], (knn, value) => knn with { Neighbors = (int)value }),
                trial => Try(trial, [500, 1000, 2500, 5000], (knn, value) => knn with { Recent = (int)value }),
                trial => Try(trial, [0, 0.5f, 1, 1.5f], (knn, value) => knn with { SharedRarity = value }),
                trial => Try(trial, [0, 0.25f, 0.5f, 1], (knn, value) => knn with { ItemRarity = value }),
                trial => Try(trial, [0, 0.25f, 0.5f, 1], (knn, value) => knn with { LengthExponent = value }),
            ],
            figure,
            passes: 2).Settings;
    }

    static SessionKnnTrial Of(TrialRequest request) =>
        new() { Knn = KnnOf(request), HalfLifeShare = request.Of("sessionKnn.halfLifeShare") };

    internal static SessionKnnSettings KnnOf(TrialRequest request) => new()
    {
        Recent = (int)request.Of("sessionKnn.recent"),
        Neighbors = (int)request.Of("sessionKnn.neighbors"),
        PositionDecay = request.Of("sessionKnn.positionDecay"),
        NearnessDecay = request.Of("sessionKnn.nearnessDecay"),
        Backward = request.Of("sessionKnn.backward"),
        SharedRarity = request.Of("sessionKnn.sharedRarity"),
        ItemRarity = request.Of("sessionKnn.itemRarity"),
        LengthExponent = request.Of("sessionKnn.lengthExponent"),
    };
}
