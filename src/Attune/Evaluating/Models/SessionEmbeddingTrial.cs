using Attune.Learning.Evaluation;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Learned vectors of items and sessions.</summary>
sealed record SessionEmbeddingTrial : ITrialModel
{
    internal static TrialFamily Family { get; } = new(
        "session-embedding", Settable, request => request.Ordered ? [new SessionEmbeddingTrial { Embedding = Of(request) }] : [], TrialSlot.Next);

    static readonly float[] Rates = [0.002f, 0.004f, 0.008f];

    static readonly float[] Dropouts = [0.1f, 0.25f, 0.4f];

    static readonly float[] Temperatures = [0.06f, 0.08f, 0.11f];

    public string Name => "session-embedding";

    internal SessionEmbeddingSettings Embedding { get; init; } = new();

    /// <summary>What may be set, shared by every model that has such vectors.</summary>
    static IReadOnlyList<(string Name, double Default)> Settable =>
    [
        ("sessionEmbedding.dimensions", new SessionEmbeddingSettings().Dimensions),
        ("sessionEmbedding.epochs", new SessionEmbeddingSettings().Epochs),
        ("sessionEmbedding.learningRate", new SessionEmbeddingSettings().LearningRate),
        ("sessionEmbedding.dropout", new SessionEmbeddingSettings().Dropout),
        ("sessionEmbedding.temperature", new SessionEmbeddingSettings().Temperature),
        ("sessionEmbedding.candidates", new SessionEmbeddingSettings().Candidates),
    ];

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("dimensions", Embedding.Dimensions),
        ("epochs", Embedding.Epochs),
        ("learningRate", Embedding.LearningRate),
        ("dropout", Embedding.Dropout),
        ("temperature", Embedding.Temperature),
        ("candidates", Embedding.Candidates),
        ("seed", Embedding.Seed),
    ];

    public ITrialModel WithSeed(int seed) => this with { Embedding = Embedding with { Seed = seed } };

    public IScorer Train(DataSplit split, CancellationToken cancellation) =>
        SessionEmbedding.Train(split.Train, Embedding, Name, null, cancellation);

    // A training is dear: only what matters most is tried.
    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        static IEnumerable<SessionEmbeddingTrial> Try(
            SessionEmbeddingTrial trial, float[] values, Func<SessionEmbeddingSettings, float, SessionEmbeddingSettings> set) =>
            values.Select(value => trial with { Embedding = set(trial.Embedding, value) });

        return CoordinateSearch.Run<SessionEmbeddingTrial>(
            this,
            [
                trial => Try(trial, Rates, (embedding, value) => embedding with { LearningRate = value }),
                trial => Try(trial, Dropouts, (embedding, value) => embedding with { Dropout = value }),
                trial => Try(trial, Temperatures, (embedding, value) => embedding with { Temperature = value }),
            ],
            figure,
            passes: 1).Settings;
    }

    internal static SessionEmbeddingSettings Of(TrialRequest request) => new()
    {
        Dimensions = (int)request.Of("sessionEmbedding.dimensions"),
        Epochs = (int)request.Of("sessionEmbedding.epochs"),
        LearningRate = request.Of("sessionEmbedding.learningRate"),
        Dropout = request.Of("sessionEmbedding.dropout"),
        Temperature = request.Of("sessionEmbedding.temperature"),
        Candidates = (int)request.Of("sessionEmbedding.candidates"),
        Seed = request.Seed,
        Threads = request.Threads,
    };
}
