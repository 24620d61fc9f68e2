using Attune.Learning.Evaluation;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>The blend of all session models, its weights learned on the last sessions of train.</summary>
/// <remarks>Parts are as <see cref="SessionKnnTrial"/>, <see cref="RulesTrial"/> and <see cref="SessionEmbeddingTrial"/> have them by default or as set.</remarks>
sealed record SessionModelTrial : ITrialModel
{
    internal static TrialFamily Family { get; } = new(
        "sessions",
        [
            ("sessions.embedding", 1),
            ("sessions.holdOut", new SessionModelSettings().HoldOut),
            ("sessions.questions", new SessionModelSettings().Questions),
        ],
        request => request.Ordered ? [Of(request)] : []);

    public string Name => "sessions";

    internal SessionModelSettings Model { get; init; } = new();

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("embedding", Model.Embedding is null ? 0 : 1),
        ("dimensions", Model.Embedding?.Dimensions ?? 0),
        ("epochs", Model.Embedding?.Epochs ?? 0),
        ("holdOut", Model.HoldOut),
        ("questions", Model.Questions),
        ("neighbors", Model.Knn.Neighbors),
        ("recent", Model.Knn.Recent),
        ("window", Model.Rules.Window),
        ("rulesRecency", Model.RulesRecency),
        ("seed", Model.Embedding?.Seed ?? 0),
    ];

    public ITrialModel? WithSeed(int seed) =>
        Model.Embedding is { } embedding ? this with { Model = Model with { Embedding = embedding with { Seed = seed } } } : null;

    public IScorer Train(DataSplit split, CancellationToken cancellation) =>
        SessionModel.Train(split.Train, Model, Name, cancellation);

    // The training itself chooses the weights, on sessions it holds back.
    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed) => this;

    static SessionModelTrial Of(TrialRequest request) => new()
    {
        Model = new SessionModelSettings
        {
            Knn = SessionKnnTrial.KnnOf(request),
            Rules = RulesTrial.RulesOf(request),
            RulesRecency = request.Of("rules.recency"),
            Embedding = request.Of("sessions.embedding") > 0 ? SessionEmbeddingTrial.Of(request) : null,
            HoldOut = request.Of("sessions.holdOut"),
            Questions = (int)request.Of("sessions.questions"),
            Threads = request.Threads,
        },
    };
}
