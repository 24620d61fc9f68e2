using Attune.Learning.Evaluation;
using Attune.Tuning;

namespace Attune.Evaluating;

/// <summary>One table: every model on the same questions, and how they were asked.</summary>
public sealed record EvaluationReport
{
    /// <summary>How the data was cut and the lists were made, in one sentence; belongs beside every figure.</summary>
    public required string Protocol { get; init; }

    /// <summary>How settings were come by, in one sentence.</summary>
    public required string Chosen { get; init; }

    /// <summary>The cut-off of every figure.</summary>
    public required int K { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required int Seed { get; init; }

    /// <summary>How many questions every model was asked.</summary>
    public required int Questions { get; init; }

    /// <summary>What a question is: <c>users</c>, or <c>prefixes</c> of sessions.</summary>
    public required string QuestionsAre { get; init; }

    /// <summary>Users (or sessions) trained on.</summary>
    public required int TrainUsers { get; init; }

    /// <summary>Items ranked.</summary>
    public required int Items { get; init; }

    /// <summary>Interactions trained on.</summary>
    public required int TrainInteractions { get; init; }

    /// <summary>What was left out in reading, in sentences; mostly empty.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>A row per model, in the order asked for; blends of them last.</summary>
    public required IReadOnlyList<ModelReport> Models { get; init; }

    /// <summary>The models that have no row, and why; mostly empty.</summary>
    public IReadOnlyList<FailedModel> Failed { get; init; } = [];

    /// <summary>How settings and blend were chosen; null where they were given.</summary>
    public TuningReport? Tuning { get; init; }
}

/// <summary>A model without figures.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Why">What went wrong.</param>
public sealed record FailedModel(string Name, string Why);

/// <summary>One row of the table.</summary>
public sealed record ModelReport
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The settings that decide its outcome.</summary>
    public required IReadOnlyList<(string Name, double Value)> Settings { get; init; }

    /// <summary>The figures.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>Time to train it, once, with the settings of the row.</summary>
    public required TimeSpan TrainTook { get; init; }

    /// <summary>Time to ask every question.</summary>
    public required TimeSpan AskTook { get; init; }

    /// <summary>
    /// NDCG above that of the best popularity row, question by question, with its interval; null for popularity itself and
    /// where none was asked.
    /// </summary>
    public Estimate? AbovePopularity { get; init; }
}
