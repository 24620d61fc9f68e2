namespace Attune.Learning.Evaluation;

/// <summary>How good one model's lists were.</summary>
public sealed record EvaluationResult
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The cut-off of every figure.</summary>
    public required int K { get; init; }

    /// <summary>How many questions were asked: users, or prefixes of sessions.</summary>
    public required int Questions { get; init; }

    /// <summary>Mean Recall@k.</summary>
    public required Estimate Recall { get; init; }

    /// <summary>Mean NDCG@k.</summary>
    public required Estimate Ndcg { get; init; }

    /// <summary>Mean reciprocal rank at k.</summary>
    public required Estimate Mrr { get; init; }

    /// <summary>Share of the questions with a hit in the first k.</summary>
    public required Estimate HitRate { get; init; }

    /// <summary>Share of the items in at least one list.</summary>
    public required double Coverage { get; init; }

    /// <summary>Mean over the lists of mean self-information, in bits.</summary>
    public required double Novelty { get; init; }

    /// <summary>By question, in the order of <see cref="Splits.HeldOut"/>: for paired comparison of two models.</summary>
    public required QuestionFigures ByQuestion { get; init; }
}

/// <summary>The figures of every question, as columns.</summary>
/// <param name="Recall">Recall@k.</param>
/// <param name="Ndcg">NDCG@k.</param>
/// <param name="ReciprocalRank">Reciprocal rank at k.</param>
/// <param name="Hit">1 or 0.</param>
/// <param name="Groups">The group a question is resampled with.</param>
public sealed record QuestionFigures(double[] Recall, double[] Ndcg, double[] ReciprocalRank, double[] Hit, int[] Groups);
